// Imported first by every entry: the font, then the tokens, then what all pages share.
// The style sheets that say which letters are in which file: without that a browser fetches all of them.
import '@fontsource/atkinson-hyperlegible/400.css';
import '@fontsource/atkinson-hyperlegible/700.css';
import '../styles/tokens.css';
import '../styles/base.css';
