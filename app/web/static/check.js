/* Looks whether this device can take part. ES5 and no build: it has to run in the very browsers that it turns down.
   Every sentence stands in the page already; this only shows the one that is true. Nothing is kept. */
(function () {
  'use strict';

  var PINGS = 10;
  var PATIENCE = 6000;
  var SLOW = 150;
  var TOO_SLOW = 600;
  var CLOCK_OFF = 30 * 1000;
  var DATE_OFF = 12 * 3600 * 1000;
  var NARROW = 320;
  var WIDE = 1100;
  /* The stream has two pauses of 0.4 s; what comes closer together than this was held up on its way. */
  var FLOWS = 300;
  var WORSE = { ok: 0, info: 0, warn: 1, bad: 2 };
  var states = {};
  var waiting = document.querySelectorAll('.check').length;

  function tick() {
    return window.performance && performance.now ? performance.now() : new Date().getTime();
  }

  function show(box, which) {
    var lines = box.querySelectorAll('[data-when]');
    for (var i = 0; i < lines.length; i++) {
      if (lines[i].getAttribute('data-when') === which) lines[i].removeAttribute('hidden');
      else lines[i].setAttribute('hidden', '');
    }
  }

  function tell(name, state, which, values) {
    var row = document.getElementById('check-' + name);
    if (states[name]) return;
    states[name] = state;
    row.setAttribute('data-state', state);
    for (var key in values) {
      var blanks = row.querySelectorAll('[data-fill="' + key + '"]');
      for (var i = 0; i < blanks.length; i++) blanks[i].textContent = values[key];
    }
    show(row, which || state);
    waiting -= 1;
    if (!waiting) judge();
  }

  function judge() {
    var worst = 'ok';
    for (var name in states) if (WORSE[states[name]] > WORSE[worst]) worst = states[name];
    show(document.getElementById('verdict'), worst);
    document.getElementById('checks').setAttribute('data-verdict', worst);
  }

  /* --- what this device is ---------------------------------------------------------------------------------------- */

  function browserName() {
    var agent = navigator.userAgent;
    var kinds = [[/Edg\/(\d+)/, 'Edge'], [/OPR\/(\d+)/, 'Opera'], [/Firefox\/(\d+)/, 'Firefox'], [/Chrome\/(\d+)/, 'Chrome'],
      [/Version\/(\d+(\.\d+)?).*Safari/, 'Safari']];
    for (var i = 0; i < kinds.length; i++) {
      var found = kinds[i][0].exec(agent);
      if (found) return kinds[i][1] + ' ' + found[1] + '.';
    }
    return '';
  }

  function browser() {
    var modern = document.documentElement.hasAttribute('data-modern');
    tell('browser', modern ? 'ok' : 'bad', '', { browser: browserName() });
  }

  function size() {
    var width = window.innerWidth;
    var state = width < NARROW ? 'bad' : 'ok';
    var which = width < NARROW ? 'bad' : width < WIDE ? 'small' : 'large';
    tell('screen', state, which, { size: width + ' × ' + window.innerHeight });
  }

  function cookies() {
    var kept = false;
    try {
      document.cookie = 'maatwerk_check=1; path=/check; SameSite=Strict';
      kept = document.cookie.indexOf('maatwerk_check=1') >= 0;
      document.cookie = 'maatwerk_check=; path=/check; SameSite=Strict; expires=Thu, 01 Jan 1970 00:00:00 GMT';
    } catch (refused) { /* then not */ }
    tell('cookies', kept ? 'ok' : 'bad');
  }

  function storage() {
    var kept = false;
    try {
      localStorage.setItem('maatwerk:check', '1');
      kept = localStorage.getItem('maatwerk:check') === '1';
      localStorage.removeItem('maatwerk:check');
    } catch (refused) { /* then not */ }
    tell('storage', kept ? 'ok' : 'warn');
  }

  function wake() {
    tell('wake', navigator.wakeLock ? 'ok' : 'info');
  }

  function camera() {
    var devices = navigator.mediaDevices;
    function none() { tell('camera', 'info'); }
    if (!devices || !devices.enumerateDevices) return none();
    /* Which kinds there are is told without asking anybody; names are not. */
    devices.enumerateDevices().then(function (found) {
      for (var i = 0; i < found.length; i++) if (found[i].kind === 'videoinput') return tell('camera', 'ok');
      none();
    }, none);
  }

  /* --- how it reaches the server ---------------------------------------------------------------------------------- */

  /* Each of these says `done` once: with what it measured, or with null when it did not work. */

  function once(done) {
    var over = false;
    return function (result) {
      if (over) return;
      over = true;
      done(result);
    };
  }

  function measured(samples, sent, text) {
    var got = tick();
    samples.push({ trip: got - sent, off: new Date().getTime() - (got - sent) / 2 - JSON.parse(text).now });
  }

  function bySocket(done) {
    var samples = [], sent = 0, socket, timer;
    var end = once(function (result) {
      clearTimeout(timer);
      if (socket) socket.close();
      done(result);
    });
    function ping() {
      sent = tick();
      if (socket.readyState === 1) socket.send('ping');
    }
    function wait() {
      clearTimeout(timer);
      timer = setTimeout(function () { end(null); }, PATIENCE);
    }
    if (!window.WebSocket) return end(null);
    try {
      socket = new WebSocket((location.protocol === 'https:' ? 'wss://' : 'ws://') + location.host + '/check/socket', ['maatwerk.v1']);
    } catch (refused) {
      return end(null);
    }
    wait();
    socket.onopen = ping;
    socket.onerror = socket.onclose = function () { end(null); };
    socket.onmessage = function (event) {
      measured(samples, sent, event.data);
      if (samples.length >= PINGS) return end(samples);
      wait();
      setTimeout(ping, 50);
    };
  }

  function byStream(done) {
    var first = 0, source, timer;
    var end = once(function (result) {
      clearTimeout(timer);
      if (source) source.close();
      done(result);
    });
    if (!window.EventSource) return end(null);
    timer = setTimeout(function () { end(null); }, PATIENCE);
    source = new EventSource('/check/events');
    source.onerror = function () { end(null); };
    source.onmessage = function (event) {
      var n = JSON.parse(event.data).n;
      if (n === 1) first = tick();
      if (n === 3) end(tick() - first > FLOWS ? true : null);
    };
  }

  function byAsking(done) {
    var samples = [];
    function ask() {
      var request = new XMLHttpRequest(), sent = tick();
      var lost = once(function () { done(samples.length ? samples : null); });
      request.open('GET', '/check/now?' + samples.length);
      request.timeout = PATIENCE;
      request.ontimeout = request.onerror = lost;
      request.onload = function () {
        if (request.status !== 200) return lost();
        try { measured(samples, sent, request.responseText); } catch (noAnswerOfOurs) { return lost(); }
        if (samples.length >= PINGS) return done(samples);
        ask();
      };
      request.send();
    }
    ask();
  }

  function line() {
    bySocket(function (direct) {
      byStream(function (stream) {
        byAsking(function (asked) {
          var any = direct || asked;
          tell('socket', direct ? 'ok' : asked ? 'warn' : 'bad');
          if (!asked) tell('detour', 'bad');
          else if (stream) tell('detour', 'ok');
          else tell('detour', direct ? 'info' : 'warn', 'held');
          if (!any) {
            tell('speed', 'bad', 'none');
            tell('clock', 'info', 'none');
            return;
          }
          speed(any);
          clock(any);
        });
      });
    });
  }

  function byTrip(samples) {
    return samples.slice().sort(function (a, b) { return a.trip - b.trip; });
  }

  function speed(samples) {
    var sorted = byTrip(samples), middle = Math.round(sorted[Math.floor(sorted.length / 2)].trip);
    tell('speed', middle < SLOW ? 'ok' : middle < TOO_SLOW ? 'warn' : 'bad', '', { ms: Math.max(1, middle) });
  }

  function clock(samples) {
    var off = byTrip(samples)[0].off, far = Math.abs(off);
    var which = far >= DATE_OFF ? 'bad' : far < CLOCK_OFF ? 'ok' : off > 0 ? 'fast' : 'slow';
    tell('clock', which === 'fast' || which === 'slow' ? 'warn' : which, which, { time: spoken(far) });
  }

  function spoken(ms) {
    var units = [['d', 86400000], ['h', 3600000], ['m', 60000], ['s', 1000]];
    for (var i = 0; i < units.length; i++) {
      var n = Math.round(ms / units[i][1]);
      if (n >= 2 || units[i][0] === 's') {
        return document.querySelector('[data-unit="' + units[i][0] + '"]').textContent.replace('{n}', n);
      }
    }
  }

  size();
  cookies();
  storage();
  wake();
  camera();
  /* By then the module of newer browsers has run, or has not. */
  if (document.readyState === 'complete') browser();
  else window.addEventListener('load', browser);
  line();
})();
