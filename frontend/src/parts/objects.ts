// What someone carries on the journey, what a school can change, the school itself: an object, never a face.
// Grid of 64, line of 2.6; 'fill' takes the card's colour, 'paper' the sheet's, the rest is line.
import pictures from '../../../game_content/pictures.json';

interface Part { d: string; paint?: string }

const PICTURES: Record<string, { parts: Part[] }> = pictures;

export const objectNames = Object.keys(PICTURES);

export function objectParts(name: string | undefined): Part[] {
  return ((name && PICTURES[name]) || pictures.backpack).parts;
}
