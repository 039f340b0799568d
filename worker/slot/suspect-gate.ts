/**
 * Lets documents run side by side, and a suspect alone: nothing starts while one waits or runs.
 *
 * State: how many documents run; who waits. A waiting suspect goes before waiting documents, so that it is not kept waiting
 * for longer than the documents that run take.
 */

type Release = () => void;

export class SuspectGate {
  #running = 0;
  #isAlone = false;
  readonly #suspects = new Set<Release>();
  readonly #documents = new Set<Release>();

  /** True when the document may start at once; otherwise wait for `enter`. Pairs with `leave`. */
  tryEnter(): boolean {
    if (this.#isAlone || this.#suspects.size > 0) return false;
    this.#running += 1;
    return true;
  }

  /** False when the signal was aborted before it was the document's turn. */
  enter(signal: AbortSignal): Promise<boolean> {
    if (this.tryEnter()) return Promise.resolve(true);
    return wait(this.#documents, signal);
  }

  leave(): void {
    this.#running -= 1;
    this.#advance();
  }

  /** False when the signal was aborted before everything else had ended. */
  async enterAlone(signal: AbortSignal): Promise<boolean> {
    if (this.#running === 0 && !this.#isAlone) {
      this.#isAlone = true;
      return true;
    }
    const isAlone = await wait(this.#suspects, signal);
    // Given up: the documents that waited behind it may start.
    if (!isAlone) this.#advance();
    return isAlone;
  }

  leaveAlone(): void {
    this.#isAlone = false;
    this.#advance();
  }

  #advance(): void {
    if (this.#isAlone) return;
    for (const release of this.#suspects) {
      if (this.#running > 0) return;
      this.#isAlone = true;
      return release();
    }
    for (const release of this.#documents) {
      this.#running += 1;
      release();
    }
  }
}

function wait(waiting: Set<Release>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (isReleased: boolean): void => {
      waiting.delete(release);
      signal.removeEventListener("abort", giveUp);
      resolve(isReleased);
    };
    const release = (): void => end(true);
    const giveUp = (): void => end(false);
    waiting.add(release);
    signal.addEventListener("abort", giveUp, { once: true });
  });
}
