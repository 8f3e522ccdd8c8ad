export interface Mail {
  subject: string;
  html: string;
}

/** The mail with the link that sets a new password. @param link made of characters that HTML does not know */
export function resetMail({ email, link, minutes }: { email: string; link: string; minutes: number }): Mail {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A new password</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
<p>Hello,</p>
<p>somebody asked for a new password for the account <b>${escapeHtml(email)}</b>. If that was you, this link sets it:</p>
<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>
<p>The link works once, and for ${minutes} minutes. If it was not you, nothing has changed and there is nothing to do.</p>
</body>
</html>
`;
  return { subject: 'A new password for the gym', html };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
