export { File } from './file';
export { Folder } from './folder';
