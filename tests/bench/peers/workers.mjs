// The HTTP server that is measured, with several workers. Arguments: the port, the component, how many workers, the folder of files.
import { serve } from '../../../dist/host/index.js';

const [, , port, file, workers, folder] = process.argv;
serve(file, {
  listen: `127.0.0.1:${port}`,
  args: ['--listen', `127.0.0.1:${port}`, '--quiet', '--root', folder],
  preopens: { [folder]: folder },
  workers: Number(workers),
});
