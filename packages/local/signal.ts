/** Wakes everyone who waits for something to have changed. */
export interface Signal {
  notify(): void;
  /** Resolves at the next `notify`, or after the given real milliseconds. */
  wait(milliseconds: number): Promise<void>;
  subscribe(listener: () => void): () => void;
}

export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  return {
    subscribe,
    notify() {
      for (const listener of [...listeners]) listener();
    },
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          unsubscribe();
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        const unsubscribe = subscribe(done);
      }),
  };
}
