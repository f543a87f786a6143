// The program as a newcomer runs it, and a browser in which alice signs up with a software passkey and has written with bob.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

export class Demo {
  #program;
  #browser;
  #line;
  #page;

  /** `command` starts chat-posta; without one, dotnet builds and runs it. */
  static async start(command = 'dotnet run --project ../../src/ChatPosta --') {
    const demo = new Demo();
    const [name, ...args] = [...command.split(' '), 'demo', '--json', '--port', '0', '--server-port', '0'];
    demo.#program = spawn(name, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    demo.#line = JSON.parse(await firstLine(demo.#program.stdout));
    demo.#browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'], defaultViewport: { width: 1200, height: 800 } });
    demo.#page = await demo.#windowWithPasskey();
    return demo;
  }

  get thread() {
    return `/c/${encodeURIComponent(this.#identity('bob').url)}`;
  }

  address(path) {
    return new URL(path, this.#line.url).href;
  }

  /** Another window of the same browser, signed in as it is. */
  window() {
    return this.#browser.newPage();
  }

  /** As it came over the network, whatever scripts do to it later. */
  async html(path) {
    return (await this.#page.goto(this.address(path), { waitUntil: 'load' })).text();
  }

  async signUp() {
    const { inviteLink, pairingUri } = this.#identity('alice');
    const page = this.#page;
    // A passkey is made in the window that is looked at.
    await page.bringToFront();
    await page.goto(inviteLink);
    await (await page.waitForSelector('#pairing', { visible: true })).type(pairingUri);
    for (const button of ['Continue', 'Yes, this is me', 'Create passkey', 'Confirm with passkey']) await page.locator(`button::-p-text(${button})`).click();
    await page.waitForSelector('#sidebar');
    await this.#write('The fjord is frozen.\nhttps://news.example/fjord');
    await this.#write('Skating on Sunday?');
  }

  async stop() {
    await this.#browser?.close();
    this.#program.kill('SIGTERM');
  }

  async #write(text) {
    const page = this.#page;
    await page.goto(this.address(this.thread));
    await page.locator('#message').fill(text);
    await page.keyboard.press('Enter');
    await page.locator(`#rows ::-p-text(${text.split('\n')[0]})`).wait();
  }

  #identity(slug) {
    return this.#line.identities.find((identity) => identity.slug === slug);
  }

  async #windowWithPasskey() {
    const page = await this.window();
    const device = await page.createCDPSession();
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, hasPrf: true },
    });
    return page;
  }
}

function firstLine(stream) {
  return new Promise((done, failed) => {
    const lines = createInterface({ input: stream });
    lines.once('line', done);
    lines.once('close', () => failed(new Error('The program ended before it said where it runs.')));
  });
}
