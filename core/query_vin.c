/*
 * Vehicle numbers that are typed: what they are, and whose. They are not looked for in the ranges that DVSA's files
 * have. Those leave out letters (VF3******GT174225), differ in those of model and plant between their ends, run backwards, or
 * are serial numbers alone (740405); other rows of the same recall have none, or prose. Which cars lie between two such
 * numbers only the maker's counting tells: a comparison would say "not this car" of cars that are meant.
 */

#include <string.h>
#include <strings.h>

#include "core/query_internal.h"

/* World manufacturer identifiers (ISO 3780) of makers whose recalls are looked for; the longest first where they
 * overlap. */
static const struct {
    const char *prefix;
    const char *make;
} makers[] = {
    {"1C4", "Jeep"},          {"1FA", "Ford"},          {"1FM", "Ford"},          {"1FT", "Ford"},
    {"1G1", "Chevrolet"},     {"1GC", "Chevrolet"},     {"1HG", "Honda"},         {"1J4", "Jeep"},
    {"1N4", "Nissan"},        {"2HG", "Honda"},         {"2HK", "Honda"},         {"2T1", "Toyota"},
    {"3VW", "Volkswagen"},    {"4JG", "Mercedes-Benz"}, {"4T1", "Toyota"},        {"4US", "BMW"},
    {"5FN", "Honda"},         {"5J6", "Honda"},         {"5UX", "BMW"},           {"5YJ", "Tesla"},
    {"5YM", "BMW"},           {"7SA", "Tesla"},         {"HES", "Smart"},         {"JA3", "Mitsubishi"},
    {"JA4", "Mitsubishi"},    {"JF1", "Subaru"},        {"JF2", "Subaru"},        {"JH2", "Honda"},
    {"JH4", "Acura"},         {"JHM", "Honda"},         {"JKA", "Kawasaki"},      {"JM1", "Mazda"},
    {"JM3", "Mazda"},         {"JM7", "Mazda"},         {"JMB", "Mitsubishi"},    {"JMY", "Mitsubishi"},
    {"JMZ", "Mazda"},         {"JN1", "Nissan"},        {"JN8", "Nissan"},        {"JS1", "Suzuki"},
    {"JSA", "Suzuki"},        {"JTH", "Lexus"},         {"JTJ", "Lexus"},         {"JT", "Toyota"},
    {"JYA", "Yamaha"},        {"KL1", "Chevrolet"},     {"KMH", "Hyundai"},       {"KMT", "Genesis"},
    {"KNA", "Kia"},           {"KND", "Kia"},           {"KNE", "Kia"},           {"KPT", "SsangYong"},
    {"LGX", "BYD"},           {"LPS", "Polestar"},      {"LRW", "Tesla"},         {"LSJ", "MG"},
    {"NLH", "Hyundai"},       {"NM0", "Ford"},          {"NMT", "Toyota"},        {"SAJ", "Jaguar"},
    {"SAL", "Land Rover"},    {"SB1", "Toyota"},        {"SCA", "Rolls-Royce"},   {"SCB", "Bentley"},
    {"SCC", "Lotus"},         {"SCF", "Aston Martin"},  {"SHH", "Honda"},         {"SHS", "Honda"},
    {"SJN", "Nissan"},        {"SMT", "Triumph"},       {"TMA", "Hyundai"},       {"TMB", "Skoda"},
    {"TRU", "Audi"},          {"TSM", "Suzuki"},        {"U5Y", "Kia"},           {"UU1", "Dacia"},
    {"VBK", "KTM"},           {"VF1", "Renault"},       {"VF3", "Peugeot"},       {"VF6", "Renault"},
    {"VF7", "Citroën"},       {"VF8", "Peugeot"},       {"VNK", "Toyota"},        {"VR1", "DS Automobiles"},
    {"VR3", "Peugeot"},       {"VR7", "Citroën"},       {"VS6", "Ford"},          {"VSK", "Nissan"},
    {"VSS", "Seat"},          {"VSX", "Opel"},          {"VWV", "Volkswagen"},    {"VXK", "Opel"},
    {"W0L", "Opel"},          {"W0V", "Opel"},          {"W1K", "Mercedes-Benz"}, {"W1N", "Mercedes-Benz"},
    {"W1V", "Mercedes-Benz"}, {"WA1", "Audi"},          {"WAU", "Audi"},          {"WB1", "BMW"},
    {"WB5", "BMW"},           {"WBA", "BMW"},           {"WBS", "BMW"},           {"WBX", "BMW"},
    {"WBY", "BMW"},           {"WDB", "Mercedes-Benz"}, {"WDC", "Mercedes-Benz"}, {"WDD", "Mercedes-Benz"},
    {"WDF", "Mercedes-Benz"}, {"WF0", "Ford"},          {"WMA", "MAN"},           {"WME", "Smart"},
    {"WMW", "Mini"},          {"WMX", "Mercedes-Benz"}, {"WP0", "Porsche"},       {"WP1", "Porsche"},
    {"WUA", "Audi"},          {"WV1", "Volkswagen"},    {"WV2", "Volkswagen"},    {"WVG", "Volkswagen"},
    {"WVW", "Volkswagen"},    {"XP7", "Tesla"},         {"YS3", "Saab"},          {"YV1", "Volvo"},
    {"YV4", "Volvo"},         {"ZAC", "Jeep"},          {"ZAM", "Maserati"},      {"ZAR", "Alfa Romeo"},
    {"ZDM", "Ducati"},        {"ZFA", "Fiat"},          {"ZFF", "Ferrari"},       {"ZHW", "Lamborghini"},
    {"ZLA", "Lancia"},
};

/* Seventeen capitals and digits without I, O and Q, some of each kind. */
bool query_is_vin(struct text_view token)
{
    size_t digits = 0, letters = 0;
    if (token.length != 17)
        return false;
    for (size_t i = 0; i < token.length; i++) {
        char c = token.bytes[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (c >= '0' && c <= '9')
            digits++;
        else if (c >= 'A' && c <= 'Z' && !strchr("IOQ", c))
            letters++;
        else
            return false;
    }
    return digits >= 4 && letters >= 2;
}

const char *query_vin_make(struct text_view vin)
{
    for (size_t i = 0; i < sizeof makers / sizeof makers[0]; i++)
        if (strncasecmp(vin.bytes, makers[i].prefix, strlen(makers[i].prefix)) == 0)
            return makers[i].make;
    return NULL;
}
