// Icons on a grid of 24, drawn with a line of 2.2.

const LINK = 'M5 17a10 10 0 0 1 14 0M8.5 20a5 5 0 0 1 7 0M2 13.5a14.5 14.5 0 0 1 20 0';

const ICONS = {
  check: 'M4 12.5l5.5 5.5L20 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  wait: 'M12 3a9 9 0 1 0 .01 0zM12 7v5l3.5 2',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM13 7l4 4',
  hand: 'M7 12V6.5a1.5 1.5 0 0 1 3 0V11V4.5a1.5 1.5 0 0 1 3 0V11V5.5a1.5 1.5 0 0 1 3 0V12V8.5a1.5 1.5 0 0 1 3 0V15c0 4-3 6.5-6.5 6.5S8 19.5 6.5 17l-2-3.5c-.7-1.5 1-2.5 2-1.5z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  eye: 'M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 .01 0z',
  screen: 'M3 4h18v12H3zM8 20h8M12 16v4',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4l13 8-13 8z',
  pin: 'M9 3h6l-1 6 3.5 4h-11L10 9zM12 13v8',
  flag: 'M6 21V4M6 5h12l-3 4 3 4H6',
  link: LINK,
  /** The same in dashes: the line is gone. */
  away: LINK,
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  up: 'M5 15l7-7 7 7',
  fold: 'M5 9l7 7 7-7',
  undo: 'M9 5L4 10l5 5M4 10h10a5 5 0 0 1 0 10h-3',
  info: 'M12 3a9 9 0 1 0 .01 0zM12 11v6M12 7.5v.1',
  warning: 'M12 3.5L22 20.5H2zM12 10v5M12 17.7v.1',
  question: 'M12 3a9 9 0 1 0 .01 0zM9.3 9.5a2.8 2.8 0 1 1 3.8 2.6c-.8.3-1.1.9-1.1 1.9M12 17v.1',
  down: 'M12 4v13M6 12l6 6 6-6M5 21h14',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  people: 'M9 5a3.5 3.5 0 1 0 .01 0zM2.5 20c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6.5M16 5.5a3 3 0 0 1 0 6M18 14c2.5.8 3.7 3 3.7 6',
  route: 'M5 19a2 2 0 1 0 .01 0zM7 19h7a3.5 3.5 0 0 0 0-7h-4a3.5 3.5 0 0 1 0-7h7M19 3a2 2 0 1 0 .01 0z',
  table: 'M3 5h18v14H3zM3 10h18M3 14.5h18M10 5v14',
  sun: 'M12 8a4 4 0 1 0 .01 0zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19',
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z',
  contrast: 'M12 3a9 9 0 1 0 .01 0zM12 3v18M12 7.5h7.5M12 12h8.8M12 16.5h7.5',
  keyboard: 'M2 6h20v12H2zM6 10h.1M10 10h.1M14 10h.1M18 10h.1M7 14h10',
} as const;

export type IconName = keyof typeof ICONS;
export const icons: Record<IconName, string> = ICONS;
