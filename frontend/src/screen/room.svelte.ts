// How much room this screen has, in rem of the projector. What does not fit is left out; letters never shrink.
import { isLarge, setLarge } from '../parts/look';

class Room {
  width = $state(96);
  height = $state(54);
  large = $state(isLarge());

  /** In large print: fewer things. */
  get few(): boolean {
    return this.large;
  }

  /** 4:3, or large print: no room for a compass in full height and words beside it. */
  get narrow(): boolean {
    return this.width < 80;
  }

  /** Either of the two: what stood above goes beside, and second lines stay away. */
  get tight(): boolean {
    return this.few || this.narrow;
  }

  measure = (): void => {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    [this.width, this.height] = [innerWidth / rem, innerHeight / rem];
  };

  print(large: boolean): void {
    setLarge(large);
    this.large = large;
    this.measure();
  }
}

export const room = new Room();
