#include "core/recall.h"

const struct kind_name category_names[CATEGORY_COUNT] = {
    [CATEGORY_ELECTRICS] = {"electrics", "Elektrik", "Electrics"},
    [CATEGORY_ENGINE] = {"engine", "Motor", "Engine"},
    [CATEGORY_CONNECTIVITY] = {"connectivity", "Vernetzung", "Connectivity"},
    [CATEGORY_AIRBAG] = {"airbag", "Airbag", "Airbag"},
    [CATEGORY_RESTRAINT] = {"restraint", "Rückhaltesysteme", "Restraints"},
    [CATEGORY_BRAKES] = {"brakes", "Bremsen", "Brakes"},
    [CATEGORY_STEERING] = {"steering", "Lenkung", "Steering"},
    [CATEGORY_DRIVELINE] = {"driveline", "Antriebsstrang", "Driveline"},
    [CATEGORY_FUEL] = {"fuel", "Kraftstoff", "Fuel"},
    [CATEGORY_COOLING] = {"cooling", "Kühlung", "Cooling"},
    [CATEGORY_EXHAUST] = {"exhaust", "Abgas", "Exhaust"},
    [CATEGORY_CHASSIS] = {"chassis", "Fahrwerk", "Chassis"},
    [CATEGORY_BODY] = {"body", "Karosserie", "Body"},
    [CATEGORY_LIGHTING] = {"lighting", "Beleuchtung", "Lighting"},
    [CATEGORY_HV] = {"hv", "Hochvolt", "High voltage"},
    [CATEGORY_ASSIST] = {"assist", "Assistenz", "Driver assistance"},
    [CATEGORY_SOFTWARE] = {"software", "Software", "Software"},
    [CATEGORY_OTHER] = {"other", "Sonstiges", "Other"},
};

const struct kind_name hazard_names[HAZARD_COUNT] = {
    [HAZARD_FIRE] = {"fire", "Brand", "Fire"},
    [HAZARD_STALL] = {"stall", "Motor geht aus", "Stall"},
    [HAZARD_NO_START] = {"no_start", "Startet nicht", "No start"},
    [HAZARD_POWER_REDUCTION] = {"power_reduction", "Leistungsverlust", "Reduced power"},
    [HAZARD_ENGINE_DAMAGE] = {"engine_damage", "Motorschaden", "Engine damage"},
    [HAZARD_POWER_LOSS] = {"power_loss", "Ausfall der Elektrik", "Power failure"},
    [HAZARD_STEERING_ASSIST_LOSS] = {"steering_assist_loss", "Lenkunterstützung fällt aus", "Loss of power steering"},
    [HAZARD_STEERING_LOSS] = {"steering_loss", "Lenkung fällt aus", "Loss of steering"},
    [HAZARD_BRAKE_LOSS] = {"brake_loss", "Bremswirkung lässt nach", "Loss of braking"},
    [HAZARD_UNINTENDED_BRAKING] = {"unintended_braking", "Bremst von selbst", "Unintended braking"},
    [HAZARD_ROLLAWAY] = {"rollaway", "Rollt weg", "Rolls away"},
    [HAZARD_UNINTENDED_ACCEL] = {"unintended_accel", "Gibt von selbst Gas", "Unintended acceleration"},
    [HAZARD_AIRBAG_NO_DEPLOY] = {"airbag_no_deploy", "Airbag löst nicht aus", "Airbag does not deploy"},
    [HAZARD_AIRBAG_UNINTENDED] = {"airbag_unintended", "Airbag löst ungewollt aus", "Unintended airbag deployment"},
    [HAZARD_AIRBAG_RUPTURE] = {"airbag_rupture", "Gasgenerator birst", "Inflator ruptures"},
    [HAZARD_RESTRAINT_FAIL] = {"restraint_fail", "Insassen nicht gehalten", "Restraint fails"},
    [HAZARD_ACCESS] = {"access", "Fremder Zugriff", "Unauthorised access"},
    [HAZARD_LOCKOUT] = {"lockout", "Lässt sich nicht öffnen", "Locked out"},
    [HAZARD_DOOR_OPEN] = {"door_open", "Tür oder Klappe geht auf", "Door or lid opens"},
    [HAZARD_PART_DETACH] = {"part_detach", "Teil löst sich", "Part comes off"},
    [HAZARD_VISIBILITY] = {"visibility", "Schlechte Sicht", "Poor visibility"},
    [HAZARD_LIGHTS_FAIL] = {"lights_fail", "Licht fällt aus", "Lights fail"},
    [HAZARD_SHOCK] = {"shock", "Stromschlag", "Electric shock"},
    [HAZARD_INJURY] = {"injury", "Verletzung", "Injury"},
    [HAZARD_LEAK] = {"leak", "Leck", "Leak"},
    [HAZARD_OVERHEAT] = {"overheat", "Überhitzung", "Overheating"},
    [HAZARD_EMISSIONS] = {"emissions", "Abgaswerte", "Emissions"},
    [HAZARD_ASSIST_FAIL] = {"assist_fail", "Assistent fällt aus", "Driver assistance fails"},
    [HAZARD_WARNING_MISSING] = {"warning_missing", "Warnung fehlt", "Warning missing"},
    [HAZARD_LOSS_OF_CONTROL] = {"loss_of_control", "Kontrollverlust", "Loss of control"},
    [HAZARD_CRASH] = {"crash", "Unfall", "Crash"},
};

const struct kind_name remedy_names[REMEDY_COUNT] = {
    [REMEDY_REPLACE] = {"replace", "Tausch", "Replacement"},
    [REMEDY_INSPECT] = {"inspect", "Prüfung", "Inspection"},
    [REMEDY_REPAIR] = {"repair", "Reparatur", "Repair"},
    [REMEDY_RETROFIT] = {"retrofit", "Nachrüstung", "Retrofit"},
    [REMEDY_SOFTWARE] = {"software", "Software-Update", "Software update"},
    [REMEDY_ONLINE] = {"online", "Online-Update", "Online update"},
    [REMEDY_ADVISE] = {"advise", "Hinweis an den Halter", "Advice to the owner"},
};

const struct kind_name cost_names[COST_COUNT] = {
    [COST_UNKNOWN] = {NULL, "unbekannt", "unknown"},
    [COST_FREE] = {"free", "kostenlos", "free of charge"},
    [COST_PARTLY] = {"partly", "teilweise kostenlos", "partly free of charge"},
    [COST_PAID] = {"paid", "kostenpflichtig", "at the owner's cost"},
};

/* Part numbers, names and keys have no comma or semicolon in them, telephone numbers no semicolon. */
const struct stated_kind stated_kinds[STATED_KIND_COUNT] = {
    {.kind = FACT_STARTED, .key = "started", .is_single = true},
    {.kind = FACT_ENDED, .key = "ended", .is_single = true},
    {.kind = FACT_DURATION, .key = "duration_min", .is_single = true},
    {.kind = FACT_COST, .key = "cost", .is_single = true, .names = cost_names, .name_count = COST_COUNT},
    {.kind = FACT_CATEGORY,
     .key = "categories",
     .names = category_names,
     .name_count = CATEGORY_COUNT,
     .separators = ",;\n"},
    {.kind = FACT_HAZARD, .key = "hazards", .names = hazard_names, .name_count = HAZARD_COUNT, .separators = ",;\n"},
    {.kind = FACT_REMEDY, .key = "remedies", .names = remedy_names, .name_count = REMEDY_COUNT, .separators = ",;\n"},
    {.kind = FACT_MARKET, .key = "markets", .separators = ",;\n"},
    {.kind = FACT_MARKET_EXCLUDED, .key = "markets_excluded", .separators = ",;\n"},
    {.kind = FACT_PART, .key = "parts", .has_no_order = true, .separators = ",;\n"},
    {.kind = FACT_PHONE, .key = "phones", .separators = ";\n"},
    {.kind = FACT_URL, .key = "urls", .separators = " \n"},
    {.kind = FACT_CONDITION, .key = "conditions", .separators = "\n"},
    {.kind = FACT_COMPLETION, .key = "completion", .separators = "\n"},
    {.kind = FACT_COMPLETION_OF_LIST, .key = "completion_of_list", .separators = "\n"},
    {.kind = FACT_CODE, .key = "codes", .has_no_order = true, .separators = ",;\n"},
    {.kind = FACT_VEHICLE_NUMBERS, .key = "vehicle_numbers", .has_no_order = true, .separators = "\n"},
    {.kind = FACT_UNREADABLE, .key = "unreadable", .separators = "\n"},
};

const struct stated_kind *stated_kind_of(enum fact_kind kind)
{
    for (size_t i = 0; i < STATED_KIND_COUNT; i++)
        if (stated_kinds[i].kind == kind)
            return &stated_kinds[i];
    return NULL;
}

size_t kind_find(const struct kind_name *names, size_t count, struct text_view key)
{
    for (size_t i = 0; i < count; i++)
        if (names[i].key && text_view_equal(text_view_of(names[i].key), key))
            return i;
    return count;
}

struct string_list *recall_list_of(const struct recall *recall, int kind)
{
    static const size_t offsets[FACT_KIND_COUNT] = {
        [FACT_MODEL] = offsetof(struct recall, models),
        [FACT_MARKET] = offsetof(struct recall, markets),
        [FACT_MARKET_EXCLUDED] = offsetof(struct recall, markets_excluded),
        [FACT_PART] = offsetof(struct recall, parts),
        [FACT_PHONE] = offsetof(struct recall, phones),
        [FACT_URL] = offsetof(struct recall, urls),
        [FACT_CONDITION] = offsetof(struct recall, conditions),
    };
    bool is_list = kind >= 0 && kind < FACT_KIND_COUNT && offsets[kind] > 0;
    return is_list ? (struct string_list *)((const char *)recall + offsets[kind]) : NULL;
}
