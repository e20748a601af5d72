import { testStalledReaders } from './stalled-readers.ts';

testStalledReaders('epoll');
