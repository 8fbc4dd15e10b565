//! Value lists (`SPEC.md` 9.1): each value has a code on the wire and a name on the command line.

use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

/// A closed list of values.
pub trait ValueList: Copy + Ord + 'static {
    /// All values, in the order of their codes.
    const ALL: &'static [Self];

    /// The code on the wire.
    fn code(self) -> u8;

    /// The name for the command line, JSON and the message catalogue: lower case, words joined by `-`.
    fn name(self) -> &'static str;

    /// The value of a name.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name() == name)
    }

    /// The value of a code.
    fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

macro_rules! value_list {
    ($(#[$doc:meta])* $list:ident { $($code:literal $value:ident $name:literal $meaning:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $list {
            $(#[doc = $meaning] $value,)*
        }

        impl ValueList for $list {
            const ALL: &'static [Self] = &[$(Self::$value),*];

            fn code(self) -> u8 {
                match self { $(Self::$value => $code,)* }
            }

            fn name(self) -> &'static str {
                match self { $(Self::$value => $name,)* }
            }
        }

        impl<C> Encode<C> for $list {
            fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
                e.u8(self.code())?;
                Ok(())
            }
        }

        impl<'b, C> Decode<'b, C> for $list {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
                Self::from_code(d.u8()?).ok_or_else(|| DecodeError::message("a code outside its list"))
            }
        }
    };
}

value_list! {
    /// What happened. Several may be true.
    Kind {
        1 Threat "threat" "Somebody was threatened.",
        2 Blacklisting "blacklisting" "Names are kept from being hired (ILO C98, article 1).",
        3 DismissalForOrganising "dismissal-for-organising" "Dismissed for union membership or activity (ILO C87, C98).",
        4 Violence "violence" "Somebody was hurt or killed (OHCHR indicator 16.10.1).",
        5 Surveillance "surveillance" "Followed, watched, photographed, listened to.",
        6 Arrest "arrest" "Arrested or detained (OHCHR indicator 16.10.1).",
        7 Raid "raid" "Home, office or site was searched.",
        8 ConsentViolated "consent-violated" "Free, prior and informed consent was not sought or was faked (UNDRIP 10, 19, 32).",
        9 FalseOrigin "false-origin" "Tags or papers of origin are false (OECD Annex II).",
        10 BenefitsNotShared "benefits-not-shared" "Agreed benefits do not arrive.",
        11 Land "land" "Land was taken or closed (UNDRIP 10, 26).",
        12 Environment "environment" "Water, air, soil or animals were harmed.",
        13 ForcedLabour "forced-labour" "Forced labour (OECD Annex II).",
        14 ChildLabour "child-labour" "Worst forms of child labour (OECD Annex II).",
        15 Wages "wages" "Wages are not paid.",
        16 Corruption "corruption" "Bribes, fraud, money laundering (OECD Annex II).",
        17 Other "other" "Anything else.",
    }
}

value_list! {
    /// Who is affected (HURIDOCS Events Standard Formats).
    Affected {
        1 Worker "worker" "A worker.",
        2 Union "union" "A union or its members.",
        3 ArtisanalMiner "artisanal-miner" "An artisanal or small-scale miner.",
        4 LocalCommunity "local-community" "A local community.",
        5 IndigenousPeople "indigenous-people" "An indigenous people.",
        6 Defender "defender" "A defender of human or environmental rights.",
        7 Journalist "journalist" "A journalist.",
    }
}

value_list! {
    /// How exact the date is.
    DatePrecision {
        1 Exact "exact" "That very day.",
        2 About "about" "About that day.",
        3 Month "month" "That month.",
        4 Year "year" "That year.",
        5 Ongoing "ongoing" "It goes on.",
    }
}

value_list! {
    /// What a company is in the chain above the site.
    LinkRole {
        1 Trader "trader" "Buys and sells.",
        2 Smelter "smelter" "Smelts.",
        3 Refiner "refiner" "Refines.",
        4 Manufacturer "manufacturer" "Makes products.",
        5 Other "other" "Anything else.",
    }
}

value_list! {
    /// Who did it (HURIDOCS Events Standard Formats).
    Perpetrator {
        1 Employer "employer" "The employer.",
        2 Contractor "contractor" "A contractor.",
        3 PrivateSecurity "private-security" "Private guards.",
        4 Police "police" "Police.",
        5 Military "military" "Soldiers.",
        6 ArmedGroup "armed-group" "An armed group.",
        7 Official "official" "An official.",
        8 Unknown "unknown" "Not known.",
        9 Other "other" "Anybody else.",
    }
}

value_list! {
    /// What the reporter asks for.
    AskedFor {
        1 ToSayNo "to-say-no" "To be able to say no.",
        2 Conditions "conditions" "Yes, under conditions.",
        3 Protection "protection" "Protection.",
        4 Remedy "remedy" "That it be made good.",
        5 ToBeHeard "to-be-heard" "To be heard only.",
    }
}

value_list! {
    /// The widest circle that may see the case.
    ConsentLevel {
        1 DeskOnly "desk-only" "Nobody but the desk.",
        2 Counsel "counsel" "Lawyers too.",
        3 Company "company" "The company too.",
        4 Public "public" "Everybody.",
    }
}

value_list! {
    /// How a case stands.
    Status {
        1 Received "received" "It is here.",
        2 Reading "reading" "Somebody reads it.",
        3 Working "working" "Somebody works on it.",
        4 WaitingForYou "waiting-for-you" "The reporter's answer is needed.",
        5 HandedOn "handed-on" "Somebody else has it, with consent.",
        6 Closed "closed" "It is closed.",
    }
}

value_list! {
    /// Whether it helped, in the reporter's eyes.
    Helped {
        1 Yes "yes" "It helped.",
        2 Partly "partly" "It helped in part.",
        3 No "no" "It did not help.",
    }
}

value_list! {
    /// Whose words a desk passes on.
    Speaker {
        1 Company "company" "A company.",
        2 Official "official" "An official.",
        3 Other "other" "Anybody else.",
    }
}

value_list! {
    /// What somebody is at a desk: all that a reporter learns of who had the case in hand.
    StaffRole {
        1 Caseworker "caseworker" "Works the case.",
        2 Lawyer "lawyer" "Advises on the law.",
        3 Mediator "mediator" "Stands between the sides.",
        4 Interpreter "interpreter" "Translates.",
        5 Coordinator "coordinator" "Leads the others.",
        6 Other "other" "Anybody else.",
    }
}

value_list! {
    /// What was done with a case.
    Deed {
        1 Opened "opened" "Looked at it.",
        2 Read "read" "Read it with care.",
        3 SpokeWith "spoke-with" "Spoke with somebody about it.",
        4 WroteTo "wrote-to" "Wrote in it.",
        5 HandedOn "handed-on" "Handed it on.",
        6 Exported "exported" "Made a case file of it.",
        7 Published "published" "Published something drawn from it.",
        8 Linked "linked" "Noted that another case belongs to it.",
        9 Closed "closed" "Closed it.",
        10 Other "other" "Anything else.",
    }
}

value_list! {
    /// Who sits at a table (`SPEC.md` 15).
    Party {
        1 Reporter "reporter" "The reporter.",
        2 Desk "desk" "The desk whose case it is.",
        3 Mediator "mediator" "The desk that was invited.",
    }
}

value_list! {
    /// How far a table has come.
    TableStep {
        1 Proposed "proposed" "The desk proposes a mediator.",
        2 Open "open" "The desk has taken the reporter's invitation.",
    }
}
