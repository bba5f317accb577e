import { createBrowserRouter, Navigate } from 'react-router';
import { CallPage } from '../call/CallPage';
import { CallsPage } from '../calls/CallsPage';
import { PersonPage } from '../person/PersonPage';
import { PersonSearchPage } from '../person/PersonSearchPage';
import { Layout } from './Layout';
import { NotFound } from './NotFound';

export const router = createBrowserRouter([
  {
    element: <Layout />,
    children: [
      { path: '/', element: <Navigate to="/calls" replace /> },
      { path: '/calls', element: <CallsPage /> },
      { path: '/calls/:id', element: <CallPage /> },
      { path: '/people', element: <PersonSearchPage /> },
      { path: '/people/:id', element: <PersonPage /> },
      // Loaded when somebody opens them: the list is there sooner.
      { path: '/place', lazy: async () => ({ Component: (await import('../place/PlacePage')).PlacePage }) },
      { path: '/glance', lazy: async () => ({ Component: (await import('../glance/GlancePage')).GlancePage }) },
      { path: '*', element: <NotFound /> },
    ],
    // While the part of the console that a page needs is loaded.
    hydrateFallbackElement: <></>,
  },
]);
