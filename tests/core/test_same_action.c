/* Which recalls are one action: what a text says counts, not whose names are in it, nor how its words stand apart. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/same_action.h"

#define BRAKE "Der Bremsschlauch kann reissen, weil er an der Achse scheuert. "

static const char names[] = "Opel;\nAstra;\nC123;\nBMW";

static const struct {
    const char *text, *authority, *date;
    bool is_same; /* as the first one */
} others[] = {
    {BRAKE "Betroffen: Opel Astra (C123) der letzten Jahre.", "kba", "2012-01", true},
    {BRAKE "Betroffen: BMW (C123) der letzten Jahre.", "kba", "2011-12", true},
    {BRAKE "Betroffen: der letzten Jahre.", "kba", "2012-01", true},
    {BRAKE "Betroffen: \n der\tletzten  Jahre.\n", "kba", "2012-01", true},
    {"  " BRAKE "OPEL Betroffen: der letzten Jahre. Astra", "kba", "2012-01", true},
    {"Astra " BRAKE "Betroffen:  Opel \n(Astra) der letzten Jahre. ", "kba", "2012-01", true},
    {BRAKE "Betroffen: der astra letzten Jahre.", "kba", "2012-01", false},
    {BRAKE "Betroffen: der Opel-Astra letzten Jahre.", "kba", "2012-01", false},
    {BRAKE "Betroffen: der Astr letzten Jahre.", "kba", "2012-01", false},
    {BRAKE "Betroffen: der letzten Jahre.", "nhtsa", "2012-01", false},
    {BRAKE "Betroffen: der letzten Jahre.", "kba", "2011-01", false},
    {BRAKE "Betroffen: der\fletzten\vJahre.", "kba", "2012-01", true},
    {BRAKE "Betroffen: der\x01letzten Jahre.", "kba", "2012-01", false},
    {BRAKE "Betroffen: der\xA0letzten Jahre.", "kba", "2012-01", false},
    {BRAKE "Betroffen: derletzten Jahre.", "kba", "2012-01", false},
    {BRAKE "Betroffen: der letzten Tage.", "kba", "2012-01", false},
    {BRAKE "Betroffen: letzten der Jahre.", "kba", "2012-01", false},
    {BRAKE "Betroffen: der letzten Jahre. Opelaner", "kba", "2012-01", false},
    {BRAKE "Betroffen: Ford der letzten Jahre.", "kba", "2012-01", false},
};

static void it_is_what_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct same_actions actions = {0};
        const size_t both[] = {0, i};
        for (uint32_t rank = 0; rank < 2; rank++) {
            size_t which = both[rank];
            assert_true(same_actions_add(&actions, rank, text_view_of(others[which].authority),
                                         text_view_of(others[which].text), text_view_of(names),
                                         text_view_of(others[which].date)));
        }
        uint32_t *rings = same_actions_rings(&actions, 2);
        assert_non_null(rings);
        if ((rings[0] == 1 && rings[1] == 0) != others[i].is_same)
            fail_msg("%s, %s, %s", others[i].text, others[i].authority, others[i].date);
        free(rings);
        same_actions_free(&actions);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
