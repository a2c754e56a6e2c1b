// The plain pages: their styles, and what was typed when the page comes back in another language or light. All of them work without script too.
import './styles';
import '../styles/plain.css';
import '../styles/packs.css';
import { keepTyped } from './keepTyped';

keepTyped();
