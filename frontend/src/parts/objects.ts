// What someone carries on the journey: an object, never a face. Grid of 64, line of 2.6; 'fill' takes the card's colour.
import { circle } from './shapes';

type Part = { d: string; paint?: 'fill' | 'paper' };
const fill = (d: string): Part => ({ d, paint: 'fill' });
const paper = (d: string): Part => ({ d, paint: 'paper' });
const line = (d: string): Part => ({ d });

const PERSONAS: Record<string, Part[]> = {
  scope: [fill('M9 41L40 20l7 11-31 20z'), line('M40 20l9-6 9 14-11 3M9 41l7 10M28 43l-8 17M28 43l12 17M28 43v8')],
  spade: [line('M22 6h20M32 6v30'), fill('M21 34h22v12c0 8-6 12-11 15-5-3-11-7-11-15z')],
  drum: [
    fill('M10 24v22c0 6 10 10 22 10s22-4 22-10V24'),
    paper('M10 24a22 9 0 1 0 44 0a22 9 0 1 0-44 0z'),
    line('M10 30l11 22 11-20 11 20 11-22M22 22L8 6M42 22L56 6'),
  ],
  knight: [
    fill('M20 54c0-12 6-16 6-22l-9 4-5-7 10-12 2-8 6 5c12 1 18 10 18 22 0 8-3 12-3 18z'),
    line('M14 60h38M27 22h.1'),
  ],
  boat: [fill('M6 42h52L48 58H16z'), line('M32 42V8l18 26H32M32 16L16 34h16')],
  book: [
    fill('M32 16c-6-5-14-6-24-5v40c10-1 18 0 24 5 6-5 14-6 24-5V11c-10-1-18 0-24 5z'),
    line('M32 16v40M15 22c4 0 7 .5 10 2M15 32c4 0 7 .5 10 2M39 24c3-1.5 6-2 10-2M39 34c3-1.5 6-2 10-2'),
  ],
  bike: [
    fill(circle(15, 42, 11)), fill(circle(49, 42, 11)),
    line('M15 42l9-20h18l7 20M24 22l9 20 9-20M33 42H15M20 16h9M42 22l-2-8h7'),
  ],
  plant: [
    fill('M18 42h28l-4 18H22z'),
    line('M32 42V22M32 28c0-10-7-14-17-14 0 10 7 14 17 14zM32 24c0-8 6-13 16-13 0 9-6 13-16 13z'),
  ],
  camera: [
    fill('M6 20h12l5-8h18l5 8h12v34H6z'), paper(circle(32, 36, 12)), line(`${circle(32, 36, 5)}M50 27h.1`),
  ],
  ball: [
    fill(circle(32, 32, 24)),
    line('M32 23l9 6.5-3.5 10.5h-11L23 29.5zM32 23V8M41 29.5l14.5-4.5M37.5 40l9 12.5M26.5 40l-9 12.5M23 29.5L8.5 25'),
  ],
  headphones: [
    line('M10 40V32C10 18 20 8 32 8s22 10 22 24v8'), fill('M8 37h10v20h-5c-3 0-5-2-5-5zM46 37h10v15c0 3-2 5-5 5h-5z'),
  ],
  compass_tool: [
    fill(circle(32, 35, 23)), paper('M32 20l6 15-6 15-6-15z'), line('M26 35h12M26 6h12v6H26zM13 35h3M48 35h3'),
  ],
};

const ACTORS: Record<string, Part[]> = {
  house: [fill('M10 30L32 10l22 20v28H10z'), line('M26 58V40h12v18M4 35L32 10l28 25')],
  key: [fill(circle(20, 22, 13)), line('M29 31l25 25M46 48l6-6M52 54l5-5M20 22h.1')],
  board: [fill('M7 10h50v34H7z'), line('M15 20h18M15 28h26M15 36h12M18 44l-6 15M46 44l6 15M40 44v4h12')],
  box: [fill('M8 24l24-11 24 11v24L32 60 8 48z'), line('M8 24l24 11 24-11M32 35v25M20 18.5l24 11v9')],
  glasses: [fill(circle(17, 38, 12)), fill(circle(47, 38, 12)), line('M29 36c1.5-3 4.5-3 6 0M5 36l7-18h5M59 36l-7-18h-5')],
  backpack: [
    fill('M14 58V30c0-12 8-18 18-18s18 6 18 18v28z'), line('M22 40h20v18H22zM24 13V8h16v5M22 48h20M24 28h16'),
  ],
  cable: [fill('M18 26h28v10c0 8-6 13-14 13s-14-5-14-13z'), line('M25 26V10M39 26V10M32 49v12')],
  gavel: [
    fill('M16 27L31 12l13 13-15 15z'), line('M12 23l21 21M27 8l21 21M37 32l20 20-5 5-20-20M6 58h26'),
  ],
  handshake: [
    fill('M14 24l12-4 8 3 8-3 10 4v18l-6 4-10 8c-2 1.5-4 1.5-6 0L14 42z'),
    line('M4 20l10 4v18H4M60 20l-8 4v18h8M34 23l-9 9c2 4 6 4 9 1l3-2 13 12M40 48l-6-6M46 45l-6-6'),
  ],
  flag: [line('M14 60V6'), fill('M14 8c10-5 16 5 38 0l-6 13 6 13c-22 5-28-5-38 0z'), line('M8 60h12')],
  folder: [fill('M6 14h20l6 7h26v33H6z'), line('M6 28h52M40 36h10M40 43h10')],
};

const OBJECTS: Record<string, Part[]> = { ...PERSONAS, ...ACTORS };

export const objectNames = Object.keys(OBJECTS);

export function objectParts(name: string | undefined): Part[] {
  return (name && OBJECTS[name]) || ACTORS.backpack || [];
}
