import { ConnectionHandler } from '../../loop';
import { textOfBytes } from '../../wasi';
import { Request } from '../request';
import { Response } from '../response';
import { Responder } from '../route';
import { codingQuality } from './coding-quality';
import { FileOptions } from './file-options';
import { requestedPath } from './file-path';
import { sendFile } from './file-response';
import { FileSource, StaticFile } from './file-source';
import { MediaType } from './media-type';

const SLASH: u8 = 0x2f;

/** Answers the requests of a route that ends in `/*` with files. */
export class FileRoute extends Responder {
  constructor(
    private source: FileSource,
    private options: FileOptions,
  ) {
    super();
  }

  respond(request: Request, response: Response): ConnectionHandler | null {
    const path = requestedPath(request, this.options.dotfiles);
    if (path == null) response.fail(404);
    else this.answer(request, response, path);
    return null;
  }

  private answer(request: Request, response: Response, path: string): void {
    const asksForFolder = path.length == 0 || path.endsWith('/');
    const name = asksForFolder ? path + this.options.index : path;
    const file = this.find(response, name);
    if (file == null) return;
    if (!file.isFolder) return this.send(request, response, name, file);
    file.close();
    if (asksForFolder) response.fail(404);
    else this.redirect(request, response, path + '/' + this.options.index);
  }

  /** Has the client ask for a folder with the slash at its end, without which links in the page would lead elsewhere. */
  private redirect(request: Request, response: Response, index: string): void {
    const file = this.find(response, index);
    if (file == null) return;
    file.close();
    if (file.isFolder) return response.fail(404);
    const location = request.location;
    let start = location.pathEnd;
    while (location.buffer[start - 1] != SLASH) start--;
    const name = textOfBytes(location.buffer, start, location.pathEnd - start);
    const query = textOfBytes(location.buffer, location.pathEnd, location.queryEnd - location.pathEnd);
    response.redirect('./' + name + '/' + query, 301); // relative: right behind a proxy, too, that serves it below another path
  }

  private send(request: Request, response: Response, name: string, file: StaticFile): void {
    const type = new MediaType(name);
    let coding = '';
    let sent = file;
    if (this.options.precompressed && type.isCompressible) {
      const accepted = request.header('accept-encoding');
      const brotli = codingQuality(accepted, 'br');
      const gzip = codingQuality(accepted, 'gzip');
      const identity = codingQuality(accepted, 'identity');
      const first = brotli >= gzip ? 'br' : 'gzip';
      const second = brotli >= gzip ? 'gzip' : 'br';
      coding = first;
      let variant = this.findVariant(name, first, max(brotli, gzip), identity);
      if (variant == null) {
        coding = second;
        variant = this.findVariant(name, second, min(brotli, gzip), identity);
      }
      if (variant == null) coding = '';
      else {
        file.close();
        sent = variant;
      }
    }
    sendFile(request, response, sent, type, coding, this.options);
  }

  /** Opens what lies beside a file for a coding, if the client likes that at least as much as the file as it is. */
  private findVariant(name: string, coding: string, quality: i32, identity: i32): StaticFile | null {
    if (quality <= 0 || quality < identity) return null;
    const file = this.source.find(name + (coding == 'br' ? '.br' : '.gz'));
    if (file == null || !file.isFolder) return file;
    file.close();
    return null;
  }

  /** Opens a file; where it can't, the request has been answered. */
  private find(response: Response, path: string): StaticFile | null {
    const file = this.source.find(path);
    if (file == null && this.source.isBusy) response.header('Retry-After', '1').fail(503);
    else if (file == null) response.fail(404);
    return file;
  }
}
