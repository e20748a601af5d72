import { INVALID_STATE, TcpListener } from '../net';

/** Returns 0 where listeners can be served; else INVALID_STATE (one is not open, or the loop drains), and they are closed. */
export function checkListeners(listeners: TcpListener[], isDraining: bool): i32 {
  if (!isDraining && areOpen(listeners)) return 0;
  for (let i = 0; i < listeners.length; i++) listeners[i].close();
  return INVALID_STATE;
}

function areOpen(listeners: TcpListener[]): bool {
  for (let i = 0; i < listeners.length; i++) if (!listeners[i].isOpen) return false;
  return listeners.length > 0;
}
