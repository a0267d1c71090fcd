import { Injectable } from '@nestjs/common';

/** Tells whoever looks after calls that there will be something to do. It may be lost: the rows say it too. */
@Injectable()
export class CallAlarm {
  private readonly hear: ((at: Date) => void)[] = [];

  onSet(heard: (at: Date) => void): void {
    this.hear.push(heard);
  }

  set(at: Date): void {
    for (const heard of this.hear) heard(at);
  }
}
