//! The measures of a pair: a fixed list of named numbers, from which its score is made.

/// Declares the measures of a kind of signatory: an index for each, and their names for the tables.
macro_rules! measures {
    ($(#[$doc:meta])* $type:ident { $($(#[$what:meta])* $name:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        #[allow(non_snake_case)]
        pub struct $type { $($(#[$what])* pub $name: f32,)* }

        impl $type {
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            pub fn values(&self) -> [f32; [$(stringify!($name)),*].len()] {
                [$(self.$name),*]
            }
        }
    };
}

measures! {
    /// Of two organisations. Flags are 0 or 1; sums of weights are natural logarithms of rarity.
    Organisations {
        dice, containment, weight_matched, weight_left_less, weight_left_more, heaviest_left_less, heaviest_left_more,
        words_left_less, words_left_more, words_less, words_matched, heaviest_matched, records_of_match, weight_less,
        slips, stems, inversion, turned, joined,
        letters_equal, letters_similarity, trigrams, sorted_similarity,
        core_equal, part_equal, part_weight, only_common_left,
        place_equal, place_one, place_part, topic_equal, topic_covered, topic_uncertain, inside_differs,
        acronym_equal, acronym_is_initials, acronym_differs, acronym_is_name, initials_equal, acronym_one,
        number_equal, number_one, facet_one, level_one, organ_one, weak_facet,
        qualifier_equal, qualifier_one, qualifier_differs, qualifier_matches,
        address_similarity, address_differs, address_both, house_equal, house_differs, street_similarity,
        generic_places, core_records, all_equal, concepts, first_equal, last_equal, prefix,
    }
}

measures! {
    /// Of two people.
    People {
        family, given, crossed, middle_equal, middle_differs, middle_one,
        exact, slips, nicknames, sounds, initials, joined,
        full_left_less, full_left_more, initials_left, names_less,
        letters_equal, letters_similarity, sorted_similarity, core_equal,
        surprise, rarest, family_records, given_records,
        handle_equal, handle_differs, handle_is_name, nickname_matches,
        affiliation_similarity, affiliation_differs, affiliation_one, affiliation_none, affiliation_weight,
        place_equal, place_differs, place_one, role_equal, role_differs, roster_size, dice, inversion,
    }
}
