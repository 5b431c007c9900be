#include <string.h>

#include "core/understand_facts.h"

/* Amounts as texts write them, in words and in figures. */

/* By their first letters; longer words before those they begin with. */
static const struct amount_word with_a[] = {{"anderthalb", 1.5}, {"achtzehn", 18},          {"achtzig", 80},
                                            {"acht", 8},         {"a quarter of an", 0.25}, {"a quarter", 0.25},
                                            {"a half", 0.5}};
static const struct amount_word with_d[] = {{"dreieinhalb", 3.5},   {"dreizehn", 13},      {"dreissig", 30},
                                            {"drei viertel", 0.75}, {"dreiviertel", 0.75}, {"drei", 3}};
static const struct amount_word with_e[] = {{"eineinhalb", 1.5},
                                            {"ein einhalb", 1.5},
                                            {"einundeinhalb", 1.5},
                                            {"einundhalb", 1.5},
                                            {"eineinviertel", 1.25},
                                            {"eindreiviertel", 1.75},
                                            {"elf", 11},
                                            {"eight", 8}};
static const struct amount_word with_f[] = {{"funfeinhalb", 5.5},
                                            {"funfunddreissig", 35},
                                            {"funfundvierzig", 45},
                                            {"funfundfunfzig", 55},
                                            {"funfundzwanzig", 25},
                                            {"funfzehn", 15},
                                            {"funfzig", 50},
                                            {"funf", 5},
                                            {"fortyfive", 45},
                                            {"forty five", 45},
                                            {"forty", 40},
                                            {"four", 4},
                                            {"fifteen", 15},
                                            {"fifty", 50},
                                            {"five", 5}};
static const struct amount_word with_g[] = {{"ganze", 1}};
static const struct amount_word with_h[] = {{"halbe", 0.5},      {"halber", 0.5},  {"halben", 0.5}, {"halb", 0.5},
                                            {"half of an", 0.5}, {"half an", 0.5}, {"half a", 0.5}};
static const struct amount_word with_n[] = {
    {"neunzehn", 19}, {"neunzig", 90}, {"neun", 9}, {"ninety", 90}, {"nine", 9}};
static const struct amount_word with_o[] = {
    {"one and a half", 1.5}, {"one and onehalf", 1.5}, {"onehalf", 0.5}, {"one", 1}};
static const struct amount_word with_q[] = {{"quarter of an", 0.25}};
static const struct amount_word with_s[] = {
    {"sechseinhalb", 6.5}, {"sechzehn", 16}, {"sechzig", 60}, {"sechs", 6}, {"siebzehn", 17},
    {"siebzig", 70},       {"sieben", 7},    {"sixty", 60},   {"six", 6},   {"seven", 7}};
static const struct amount_word with_t[] = {{"two and a half", 2.5},
                                            {"three and a half", 3.5},
                                            {"three quarters of an", 0.75},
                                            {"threequarters of an", 0.75},
                                            {"twelve", 12},
                                            {"twenty", 20},
                                            {"two", 2},
                                            {"three", 3},
                                            {"thirty", 30},
                                            {"ten", 10}};
static const struct amount_word with_v[] = {
    {"viereinhalb", 4.5}, {"viertel", 0.25}, {"vierzehn", 14}, {"vierzig", 40}, {"vier", 4}};
static const struct amount_word with_z[] = {{"zweieinviertel", 2.25},
                                            {"zweidreiviertel", 2.75},
                                            {"zweieinhalb", 2.5},
                                            {"zehn", 10},
                                            {"zwolf", 12},
                                            {"zwanzig", 20},
                                            {"zweier", 2},
                                            {"zwei", 2}};

#define WORDS(words)                                                                                                   \
    {                                                                                                                  \
        words, sizeof(words) / sizeof(words)[0]                                                                        \
    }

static const struct {
    const struct amount_word *words;
    size_t count;
} number_words['z' - 'a' + 1] = {
    ['a' - 'a'] = WORDS(with_a), ['d' - 'a'] = WORDS(with_d), ['e' - 'a'] = WORDS(with_e), ['f' - 'a'] = WORDS(with_f),
    ['g' - 'a'] = WORDS(with_g), ['h' - 'a'] = WORDS(with_h), ['n' - 'a'] = WORDS(with_n), ['o' - 'a'] = WORDS(with_o),
    ['q' - 'a'] = WORDS(with_q), ['s' - 'a'] = WORDS(with_s), ['t' - 'a'] = WORDS(with_t), ['v' - 'a'] = WORDS(with_v),
    ['z' - 'a'] = WORDS(with_z),
};

enum { LETTERS = sizeof number_words / sizeof number_words[0] };

static const struct amount_word articles[] = {{"einer", 1}, {"einen", 1},  {"einem", 1}, {"eine", 1},
                                              {"ein", 1},   {"keiner", 1}, {"keine", 1}, {"an", 1}};

/* "eine gute halbe Stunde", "a full hour": they change nothing. */
static const struct amount_word adjectives[] = {{" gute ", 1},    {" guten ", 1},  {" gut ", 1},    {" knappe ", 1},
                                                {" knappen ", 1}, {" volle ", 1},  {" vollen ", 1}, {" ganze ", 1},
                                                {" ganzen ", 1},  {" ganzer ", 1}, {" weitere ", 1}};

static const struct amount_word article_parts[] = {
    {"dreiviertel", 0.75}, {"viertel", 0.25}, {"halben", 0.5}, {"halber", 0.5}, {"halbe", 0.5}};

static const struct amount_word fractions[] = {{"1⁄2", 0.5}, {"1⁄4", 0.25}, {"3⁄4", 0.75}, {"½", 0.5},   {"¼", 0.25},
                                               {"¾", 0.75},  {"1/2", 0.5},  {"1/4", 0.25}, {"3/4", 0.75}};

double amount_take_word(const char *text, size_t *at, const struct amount_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        /* Most begin otherwise: that spares the comparison. */
        size_t length = text[*at] == words[i].word[0] ? text_begins(text + *at, words[i].word) : 0;
        if (length > 0) {
            *at += length;
            return words[i].amount;
        }
    }
    return 0;
}

/* "eine", "eine gute", "eine dreiviertel" */
static double take_article(const char *text, size_t *at)
{
    if (AMOUNT_TAKE_WORD(text, at, articles) <= 0)
        return 0;
    size_t behind = *at;
    /* The unit looks for its own blank. */
    if (AMOUNT_TAKE_WORD(text, &behind, adjectives) > 0)
        *at = behind - 1;
    behind = *at;
    text_skip_blanks(text, &behind);
    double part = AMOUNT_TAKE_WORD(text, &behind, article_parts);
    if (part > 0)
        *at = behind;
    return part > 0 ? part : 1;
}

/* "2", "1,5", "2 1/2", "2½", "2:30" of hours */
static double take_figures(const char *text, size_t *at)
{
    double amount = 0, part = 1;
    while (text_is_digit(text[*at]) && amount < 100000)
        amount = amount * 10 + (text[(*at)++] - '0');
    /* "2½" is folded to "21⁄2": the last figure belongs to the fraction. */
    static const struct amount_word halves[] = {{"⁄2", 0.5}, {"⁄4", 0.25}};
    double share = AMOUNT_TAKE_WORD(text, at, halves);
    if (share > 0) {
        int last = (int)amount % 10;
        return ((int)amount - last) / 10 + last * share;
    }
    if (text[*at] == ':' && text[*at + 1] >= '0' && text[*at + 1] <= '5' && text_is_digit(text[*at + 2])) {
        amount += ((text[*at + 1] - '0') * 10 + text[*at + 2] - '0') / 60.0;
        *at += 3;
        return amount;
    }
    /* "2.000" are thousands. */
    while (text[*at] == '.' && text_is_digit(text[*at + 1]) && text_is_digit(text[*at + 2]) &&
           text_is_digit(text[*at + 3]) && !text_is_digit(text[*at + 4]) && amount < 1000) {
        amount = amount * 1000 + (text[*at + 1] - '0') * 100 + (text[*at + 2] - '0') * 10 + (text[*at + 3] - '0');
        *at += 4;
    }
    if ((text[*at] == ',' || text[*at] == '.') && text_is_digit(text[*at + 1])) {
        (*at)++;
        while (text_is_digit(text[*at]))
            amount += (text[(*at)++] - '0') * (part /= 10);
    }
    size_t behind = *at;
    text_skip_blanks(text, &behind);
    double fraction = AMOUNT_TAKE_WORD(text, &behind, fractions);
    if (fraction > 0)
        *at = behind;
    return amount + fraction;
}

static void add_starts(struct word_starts *starts, const struct amount_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        word_starts_add(starts, words[i].word);
}

void amount_add_starts(struct word_starts *starts)
{
    for (size_t letter = 0; letter < LETTERS; letter++)
        add_starts(starts, number_words[letter].words, number_words[letter].count);
    add_starts(starts, articles, sizeof articles / sizeof articles[0]);
}

static double take_number_word(const char *text, size_t *at)
{
    size_t letter = (unsigned char)text[*at] - (size_t)'a';
    return letter < LETTERS ? amount_take_word(text, at, number_words[letter].words, number_words[letter].count) : 0;
}

double amount_take(const char *text, size_t *at)
{
    bool is_letter = text[*at] >= 'a' && text[*at] <= 'z';
    double amount = is_letter ? 0 : AMOUNT_TAKE_WORD(text, at, fractions);
    if (amount > 0)
        return amount;
    amount = text_is_digit(text[*at]) ? take_figures(text, at) : take_number_word(text, at);
    if (amount <= 0)
        return take_article(text, at);
    /* "fünf Viertelstunden" */
    size_t behind = *at;
    text_skip_blanks(text, &behind);
    if (text_begins(text + behind, "viertelstund")) {
        *at = behind + strlen("viertel");
        amount /= 4;
    }
    return amount;
}
