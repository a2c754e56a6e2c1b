// Preview of the parts: /static/dist/gallery.html?theme=dark&projector
import './styles';
import { mount } from 'svelte';
import Gallery from './gallery/Gallery.svelte';

const wish = new URLSearchParams(location.search);
document.documentElement.dataset.theme = wish.get('theme') ?? 'light';
document.documentElement.classList.toggle('projector', wish.has('projector'));
const target = document.getElementById('app');
if (target) mount(Gallery, { target });
