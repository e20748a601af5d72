/** How files are served. */
export class FileOptions {
  /** The file that is sent for a folder; empty: none is. */
  index: string = 'index.html';
  /** The value of `Cache-Control`, such as `public, max-age=3600`; empty: it is not sent, and clients ask each time or guess. */
  cacheControl: string = '';
  /** Whether files and folders are served whose names begin with a dot; else they are not found. */
  dotfiles: bool = false;
  /** Whether `style.css.br` or `style.css.gz` is sent in place of `style.css` beside it to clients that accept it. */
  precompressed: bool = true;
}
