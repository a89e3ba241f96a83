// The part of twitter-text that counts; the package comes without types, and its index loads five times as much.
declare module 'twitter-text/dist/parseTweet.js' {
  export default function parseTweet(text: string): { weightedLength: number };
}
