import type { OctokitLike } from '../../reporters/github/octokit-client.js';

/** The ways to GitHub's API that the App has. Nothing is asked before the first request; a token of an installation is renewed by itself. */
export interface GitHubAccess {
  /** With the rights of an installation. */
  clientOf(installationId: number): Promise<OctokitLike>;
  /** With those of the App itself: its installations, the webhooks that were delivered. */
  appClient(): Promise<OctokitLike>;
}
