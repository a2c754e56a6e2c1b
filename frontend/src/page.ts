// The plain pages need styles only.
import './styles';
import '../styles/plain.css';
import '../styles/packs.css';
