export { Acceptor } from './acceptor';
