/** Lets a loop sleep until something happens or a time has come. */

/** State to guard: a wake that comes while nobody sleeps is kept for the next sleep. */
export class Wake {
  #isDue = false;
  #resolve: (() => void) | undefined;

  wake = (): void => {
    this.#isDue = true;
    this.#resolve?.();
  };

  /** Returns at the latest after `ms`. */
  async sleep(ms: number): Promise<void> {
    if (!this.#isDue) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#resolve = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#resolve = undefined;
    this.#isDue = false;
  }
}
