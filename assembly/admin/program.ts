import { MetricsSource } from '../http/metrics-text';

/** A program that an admin server tells of. */
export interface AdminProgram extends MetricsSource {
  /** Whether it drains. */
  readonly isDraining: bool;

  /** Has it drain; a second call changes nothing. */
  drain(): void;
}
