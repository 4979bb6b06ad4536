import { optimiseLate } from '../../src/app/optimise-late.js';

// Each test runs most code once: V8 would spend more time on optimising it than on running it.
optimiseLate(1_000_000);
