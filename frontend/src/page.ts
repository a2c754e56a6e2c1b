// The plain pages need styles only.
import './styles';
import '../styles/plain.css';
