import type { Delivery, Outlet, Subscriber } from './subscriber.ts';

/** A subscriber and the outlet that serves it. */
export interface Served {
  readonly subscriber: Subscriber;
  readonly outlet: Outlet;
}

/** The outlets of one topic that serve somebody: each gets an event once, however many it serves. */
export class Outlets {
  private readonly served = new Map<Outlet, number>();

  constructor(private readonly onFault: (error: unknown) => void) {}

  attach({ outlet, subscriber }: Served): void {
    this.served.set(outlet, (this.served.get(outlet) ?? 0) + 1);
    outlet.add(subscriber);
  }

  detach({ outlet, subscriber }: Served): void {
    const left = (this.served.get(outlet) ?? 1) - 1;
    if (left === 0) this.served.delete(outlet);
    else this.served.set(outlet, left);
    outlet.remove(subscriber);
  }

  deliver(delivery: Delivery): void {
    for (const outlet of this.served.keys()) {
      try {
        outlet.deliver(delivery);
      } catch (error) {
        this.onFault(error);
      }
    }
  }
}
