import './styles';
