// The part of twitter-text that counts characters. The package has no types, and its index loads five times as much.
declare module 'twitter-text/dist/parseTweet.js' {
  export default function parseTweet(text: string): { weightedLength: number };
}
