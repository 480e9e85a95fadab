/** The page's entry point: it creates the bridge and the stores, and renders the app. */
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './tokens.css';
import './styles.css';
import './contrast.css';
import './print.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';
import { createBridge } from './bridge/create.ts';
import { currentPath } from './lib/address.ts';
import { startLook } from './lib/look.ts';
import { showError } from './lib/notify.tsx';
import { prefetchPage } from './pages/index.ts';
import { createAppStore } from './stores/app-store.ts';

// The content security policy forbids eval. Without this, zod tries it and the browser reports a violation.
z.config({ jitless: true });

startLook();
// The page at this address loads beside the frame, not after it.
prefetchPage(currentPath());
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
createRoot(root).render(<App app={createAppStore(createBridge(window), showError)} />);
