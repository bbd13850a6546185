// Unpacks the Chromium of @sparticuz/chromium into the folder that TMPDIR names: the browser, its libraries and its fonts.
// The argument is the folder that it will be moved to.
import { createRequire } from "node:module";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import chromium, { inflate } from "@sparticuz/chromium";

const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
await chromium.executablePath();
await inflate(join(packageFolder, "bin", "al2023.tar.br"));
await writeFile(join(tmpdir(), "fonts.conf"), `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${process.argv[2]}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${process.argv[2]}/fonts-cache</cachedir>
</fontconfig>
`);
