// Whether somebody stands at this screen: a hand on the mouse or the board brings the controls, a while without hides them and the pointer.

const AWAY_MS = 4000;

export class Hand {
  near = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** For `svelte:window`. A mouse that only lies there reports a move when the page changes under it; that is nobody. */
  moved = (event: PointerEvent): void => {
    if (event.type === 'pointermove' && !event.movementX && !event.movementY) return;
    this.near = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.near = false), AWAY_MS);
  };

  stop = (): void => clearTimeout(this.#timer);
}
