import './styles/base.css';
import './styles/app.css';
import './theme';
import { createRoot } from 'react-dom/client';
import { App } from './ui/App';

createRoot(document.getElementById('root')!).render(<App />);
