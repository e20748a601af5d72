import { TimerTask } from '../loop';

/** Whose task it is. */
export interface ClientTaskOwner {
  /** Does what is due: connect again, give up, or ask for a sign of life. */
  takeTurn(): void;
}

/** What a client has to do at a time. */
export class ClientTask extends TimerTask {
  constructor(private owner: ClientTaskOwner) {
    super();
  }

  onTimer(): void {
    this.owner.takeTurn();
  }
}
