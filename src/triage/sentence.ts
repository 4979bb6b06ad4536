/** What may stand in front of a decision without changing it: `OK, thanks! Applied.`, `Looks good, applied.` */
const courtesy =
  /^(?:(?:(?:ok(?:ay)?|yes|yep|yeah|sure|great|cool|nice(?: catch| work| cleanup)?|perfect|awesome|good(?: catch| point| idea)?|right|well|ah+|oh+|oops|hmm*|sorry(?: (?:for|about) the \w+)?|hi|hello|hey|fwiw|finally|looks? (?:good|fine|ok)(?: to me)?|lgtm|makes sense|agreed|fair enough|(?:many |big )?thanks?(?: you)?(?: (?:a lot|again|so much|very much|all))?(?:(?: for)(?: (?:the|your|this|that|these))?(?: \w+){1,3})?)(?:\s+\p{Lu}\p{Ll}+)?\s*[,.!:;–-]+|and|so|then|anyway,?)\s*)+/iu;

/** A sentence without the courtesies in front of it. */
export function withoutCourtesy(sentence: string): string {
  return sentence.slice(0, sentenceCharsMax).replace(courtesy, '');
}

/** No sentence that decides something is longer. */
const sentenceCharsMax = 600;

/** Says that something is not so, may be so, was or will be so under a condition, or asks. */
const doubt =
  /\?|\b(?:not|never|no|nor|cannot|without|if|unless|whether|once|when|until|till|after|before|should|would|could|can|may|might|maybe|perhaps|hope\w*|please|wonder\w*|ask\w*|need(?:s|ed)? to|to be|want\w*|wish|assum\w+|suppos\w+|instead of|rather than|except|apart from|other than)\b|n['’]t\b/i;

/** Whether a sentence leaves open what it speaks of: then nothing is read out of it. */
export function isDoubtful(sentence: string): boolean {
  return doubt.test(sentence);
}
