/** Serves the files of the folder that its first argument names, and those that were compiled in. */
import {
  FileOptions,
  Folder,
  FolderSource,
  HttpServer,
  Request,
  Response,
  embeddedFiles,
  log,
} from '../../../assembly';
import { formatNumber, getArguments } from '../../../assembly/wasi';

const MAX_FEW: i32 = 2;

let app!: HttpServer;

export function run(): i32 {
  app = new HttpServer();
  const folder = Folder.open(getArguments()[1]);
  if (folder == null) {
    log('no folder: ' + formatNumber(-Folder.lastError));
    return 1;
  }
  const all = new FileOptions();
  all.dotfiles = true;
  all.precompressed = false;
  all.index = 'page.html';
  all.cacheControl = 'max-age=60';
  app.files('/folder/*', new FolderSource(folder));
  app.files('/all/*', new FolderSource(folder), all);
  app.files('/few/*', new FolderSource(folder, MAX_FEW));
  app.files('/embedded/*', embeddedFiles());
  app.get('/alive', (request: Request, response: Response) => response.text('yes'));
  app.fallback((request: Request, response: Response) =>
    response.status(404).text('the page for what is not there'),
  );
  const server = app.listen('127.0.0.1', 0);
  if (server == null) return 1;
  log('on port ' + formatNumber(server.addresses[0].port));
  app.run();
  return 0;
}
