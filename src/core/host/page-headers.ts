/** The security headers of Redwell's page. Electron and the loopback host send the same ones. */

/** @param devSocket address of the development server's WebSocket; only `npm run dev` has one */
export function securityHeaders(devSocket: string | null = null): Readonly<Record<string, string>> {
  const dev = devSocket !== null;
  return {
    'content-security-policy': [
      "default-src 'none'",
      // React's fast refresh starts in an inline script.
      dev ? "script-src 'self' 'unsafe-inline'" : "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      dev ? `connect-src 'self' ${devSocket}` : "connect-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
  };
}

/** The headers of the built product. */
export const SECURITY_HEADERS = securityHeaders();
