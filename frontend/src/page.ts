// The plain pages: their styles, and what was typed when the language changes. All of them work without script too.
import './styles';
import '../styles/plain.css';
import '../styles/packs.css';
import { keepTyped } from './keepTyped';

keepTyped();
