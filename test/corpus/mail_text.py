"""What Python's own mail package makes of raw mails: one JSON object, path -> text, on standard output.

Each text is the header block as Redwell shows it (From, To, Cc, Bcc, Date, Subject) and the body: the plain parts
that are not attachments, or else the HTML ones without their tags. Read with the lenient policy, as mail clients do.
"""
import email.policy
import html.parser
import json
import sys


class Text(html.parser.HTMLParser):
    """The words of a page; scripts and styles are no text."""

    def __init__(self):
        super().__init__()
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "title")
        self.parts.append(" " if tag in ("b", "i", "a", "span", "font", "em", "strong") else "\n")

    def handle_endtag(self, tag):
        if tag in ("script", "style", "title"):
            self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def content(part):
    try:
        return part.get_content()
    except Exception:
        # An encoding or a charset that Python does not know: the bytes as they are.
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def field(message, name):
    try:
        return str(message[name] or "")
    except Exception:
        return str(dict(message.raw_items()).get(name, ""))


def parts_of(message):
    """The parts of this mail; a mail inside it is an attachment."""
    if message.get_content_maintype() == "multipart":
        for part in message.iter_parts():
            yield from parts_of(part)
    elif message.get_content_maintype() != "message":
        yield message


def text_of(path):
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    lines = [f"{name}: {field(message, name)}" for name in ("From", "To", "Cc", "Bcc", "Date", "Subject")]
    plain, page = [], []
    for part in parts_of(message):
        if part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain" and not part.get_filename():
            plain.append(content(part))
        elif part.get_content_type() == "text/html":
            reader = Text()
            reader.feed(content(part))
            page.append("".join(reader.parts))
    body = plain if any(text.strip() for text in plain) else page
    return "\n".join([line for line in lines if not line.endswith(": ")] + body)


def main():
    texts = {}
    for path in sys.stdin.read().split("\0"):
        if not path:
            continue
        try:
            texts[path] = text_of(path)
        except Exception as error:
            # Python itself gives up on some malformed mails; they are left out and counted.
            texts[path] = None
            print(f"{path}: {error!r}", file=sys.stderr)
    json.dump(texts, sys.stdout)


main()
