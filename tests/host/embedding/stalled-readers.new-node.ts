import { testStalledReaders } from './stalled-readers.ts';

testStalledReaders('node-net');
