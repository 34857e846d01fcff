"""Lists about people's names. Spelt without accents and in lower case; compare with `text.fold`."""

from __future__ import annotations

from daemon.domain.text import word_set

#: Given names that are common somewhere. Not being here means nothing; being here tells a name from a company, and the
#: given name from the surname.
GIVEN_NAMES = word_set(
    "aaron abby abdullah abigail abraham ada adaeze adam adele adelaide adi adil aditi aditya adrian adriana adrienne "
    "agata agnes agnieszka ahmad ahmed ahmet aidan aiko aileen aisha aisling ajay akash akira akiko alan alana albert "
    "alberto alejandra alejandro aleksandr aleksandra alena alessandra alessandro alessia alex alexa alexander "
    "alexandra alexandre alexei alexis alfonso alfred alfredo ali alice alicia alina alisa alison alistair allison "
    "alma alvaro alyssa amanda amandine amara amber amelia amelie amina amir amit amita amy ana anastasia anders andre "
    "andrea andreas andrei andres andrew andrii andy aneta angela angelica angelina angelo angie anika anil anita anja "
    "ankit ann anna annabel anne annette annie annika anouk anthony antoine antoinette anton antonia antonio anu anya "
    "april ariana ariel arjun arlene armando arnaud arne arno art arthur artur arturo arun asha ashish ashley ashraf "
    "asif astrid audrey aurelie aurora axel ayesha ayse ayumi barbara barry bart bartosz bea beata beatrice beatriz "
    "becky ben benedikt benjamin benoit bernard bernd bernhard bert beth bethany betty beverly bianca bill billy "
    "birgit bjorn blake blanca bob bobby bogdan boris brad bradley brandon brenda brendan brent brett brian brianna "
    "bridget britta brittany bronwen brooke bruce bruno bryan bryce burak caitlin caleb callum calvin cameron camila "
    "camille candice cara carina carl carla carlo carlos carmen carol carolina caroline carolyn carrie casey cassandra "
    "catalina catarina catherine cathy cecilia cecile cedric celeste celia celine cesar chad chandra chantal charles "
    "charlie charlotte chelsea cheryl chiara chidi chinedu chloe chris christa christian christiane christina "
    "christine christof christoph christophe christopher christy chuck cindy claire clara clare clark claude claudia "
    "claudio claus clemens clement clive cody colin colleen connie connor conor constance cora corinna corinne "
    "cornelia corey cory courtney craig cristian cristina crystal curtis cynthia cyril dagmar daisuke daisy damian "
    "damien damon dan dana daniel daniela daniele danielle danny daphne daria darius darko darren dashiell dave david "
    "dawn dean deb debbie deborah debra deepa deepak deirdre delphine denis denise dennis derek desmond devon diana "
    "diane diego dieter dilip dimitri dina dinesh dirk divya dmitri dmitry dolores dominic dominik dominique don "
    "donald donna dora doreen doris dorothea dorothy doug douglas drew duncan dustin dwayne dylan eamon earl ebony ed "
    "eddie edgar edith edmund eduardo edward edwin egor eileen ekaterina elaine eleanor elena eleni eli elias elif "
    "elijah elina elisa elisabeth elise eliza elizabeth elke ella ellen ellie elliot elliott elsa elvira emeka emil "
    "emilia emilie emilio emily emma emmanuel emre enrico enrique eric erica erik erika erin ernest ernst esra esteban "
    "estelle esther ethan etienne eugene eva evan eve evelyn ewa ezra fabian fabio fabrice faith farah farhan fatima "
    "fatma federica federico felicity felipe felix ferdinand fernanda fernando filip filippo finn fiona flora florence "
    "florian frances francesca francesco francis francisco francois francoise frank franz fred freddie frederic "
    "frederick frederik freya frieda fritz gabriel gabriela gabriele gabriella gail gareth gary gavin gemma gene "
    "genevieve geoff geoffrey george georgia georgina gerald gerard gerd gerhard gianna gilles gillian gina giorgio "
    "giovanna giovanni giulia giuseppe gladys glen glenn gloria goran gordon grace graham grant grzegorz greg gregor "
    "gregory greta guido guillaume guillermo gunther gustav gustavo guy gwen gwendolyn habib hal hamid hamza hanako "
    "hanna hannah hannes hans harald hari harold harriet harrison harry haruki harvey hasan hassan hatice hazel "
    "heather hector heidi heike heinrich heinz helen helena helene helga hendrik henri henrik henry herbert herman "
    "hilary hilda hiroko hiroshi holger holly hope horst howard hubert hugh hugo hussein ian ibrahim ida idris ignacio "
    "igor ilaria ilse iman imogen imran ines inga inge ingo ingrid ioana irene irina iris irma isaac isabel isabella "
    "isabelle isaiah ismail ivan ivana ivo ivy iwona jack jackie jackson jacob jacqueline jacques jade jaime jake "
    "jakob jakub jamal james jamie jan jana jane janet janice janine janos jared jaroslav jasmin jasmine jason javier "
    "jay jean jeanette jeanne jeff jeffrey jelena jen jenna jennifer jenny jens jeremiah jeremy jerome jerry jesse "
    "jessica jessie jesus jill jim jimmy jitka joan joana joanna joanne joao joaquin jochen jodie joe joel joerg johan "
    "johann johanna johannes john johnny jolanta jon jonas jonathan jonny joost jordan jorg jorge jorn jose josef "
    "josefina joseph josephine josh joshua joy joyce juan juana juanita judith judy juergen juha jules julia julian "
    "juliana julie julien juliet julio julius june jurgen justin justine justyna jutta kai kaitlin kamal kamil karen "
    "kari karim karin karina karl karla karolina kasia kate katarina katarzyna katerina katharina katherine kathleen "
    "kathrin kathryn kathy katia katie katja katrin katrina kay kayla keiko keith kelly kelsey ken kendra kenji "
    "kenneth kenta kerry kerstin kevin khaled khalid kieran kim kimberly kiran kirk kirsten kirsty klaus konrad "
    "konstantin kristen kristian kristin kristina kristof krzysztof kumar kunal kurt kwame lee kyle kylie laila "
    "lakshmi lana lara larissa larry lars laszlo laura laurel lauren laurence laurent lauri laurie lea leah lech leena "
    "leila lena lenka leo leon leona leonard leonardo leonie leroy lesley leslie leticia lewis liam libby lidia lila "
    "lillian lily lina linda lindsay lindsey linh linus lionel lisa lise livia liz liza lizzie lloyd logan lola lorena "
    "lorenz lorenzo loretta lori lorna lorraine lothar lotte lou louis louise luc luca lucas lucia lucie lucy ludovic "
    "ludwig luigi luis luisa luiz lukas lukasz luke luna lydia lynda lynn lynne mabel maciej madeleine madison mads "
    "magda magdalena maggie magnus mahmoud maja malcolm malgorzata malik malin mandy manfred manish manoj manon manuel "
    "manuela marc marcel marcela marcelo marcia marcin marco marcos marcus marek margaret margarita margit margot "
    "maria mariam mariana marianne marie marietta marija marilyn marina mario marion marisa marissa marit marius "
    "mariusz marjorie mark marko markus marlene marlon marsha marta martha martin martina martine mary maryam masako "
    "massimo mateo mateusz mathias mathieu mathilde matilda matt matteo matthew matthias matthieu maud maura maureen "
    "maurice mauricio max maxim maxime maximilian maya meera megan mehdi mehmet mei melanie melinda melissa mercedes "
    "mercy meredith mia micah michael michaela michal michel michele michelle miguel mihai mikael mike mikhail mikkel "
    "mila milan milena miles milica milos mina minh mira miranda miriam miroslav mitch mitchell mo mohamed mohammad "
    "mohammed mohan mohit moira molly mona monica monika monique morgan moritz moses muhammad mustafa myriam nadia "
    "nadine nadja najib nancy naomi naoko narendra natalia natalie natasha nathalie nathan nathaniel neha neil nelson "
    "nena nicholas nick nicola nicolas nicole niels nigel nikhil nikita niklas nikola nikolai nikolas nikolaus nils "
    "nina nisha nitin noah noel noemi noor nora norbert norman nuno nuria odile ola olaf ole oleg oleksandr olena olga "
    "oliver olivia olivier olof omar orla oscar oskar osman otto owain owen pablo paloma pamela paola paolo parker "
    "pascal patrice patricia patricio patrick patrik patrycja patty paul paula paulina pauline paulo pavel pawel pedro "
    "peggy penelope penny per perry peter petr petra petros phil philip philipp philippa philippe phillip phoebe "
    "pierre pieter pilar piotr pooja prakash pranav prashant pratik preeti priscilla priya prudence rachel radek "
    "rafael rahul raimund raj raja rajesh rajiv ralf ralph ramesh ramon ramona randall randy raphael raquel rasmus "
    "raul ravi ray raymond rebecca rebekah reena reggie regina reinhard remi rena renata renate rene reza rhys ricardo "
    "riccardo richard rick ricky riley rina rishi rita rob robert roberta roberto robin robyn rocio roderick rodney "
    "rodrigo roger rohan rohit roland rolf roman romina ron ronald ronan ronja rory rosa rosalie rosario rose rosemary "
    "rosie ross rowan roxana roy ruben rudi rudolf rudy rupert russell ruth ryan sabina sabine sabrina sadie sakura "
    "saki sally salma salman sam samantha samir samira samuel sandeep sander sandra sandrine sandy sanjay sanne "
    "santiago sara sarah sascha sasha saskia satoshi saul savannah scott sean sebastian sebastien selena selina selma "
    "serena serge sergei sergey sergio seth severine shane shannon sharon shaun shawn sheila shelley shelly shirley "
    "shiv shreya siegfried sigrid sigridur silke silvia silvio simon simona simone sinead siobhan skye sofia sofie "
    "solomon sonia sonja sophia sophie soren spencer srinivas stacey stacy stan stanislav stefan stefania stefanie "
    "stella stephan stephanie stephen steve steven stewart stina stuart subash sue suman sunil suresh susan susana "
    "susanna susanne suzanne suzie svein sven svenja svetlana swati sybille sylvia sylvie tabea tadeusz tamara tammy "
    "tania tanja tanya tara taras tariq tatiana tatjana tatyana ted terence teresa terrence terri terry tess tessa "
    "thea thelma theo theodor theodore theresa therese thierry thomas thorsten tiago tiffany till tilman tim timo "
    "timothy tina tobias toby todd tom tomas tomasz tommy toni tony tracy travis trevor trish tristan trudy tyler udo "
    "ulf uli ulrich ulrike umar ursula uta ute uwe vadim valentin valentina valerie vanessa vasily vera verena vernon "
    "veronica veronika veronique vicky victor victoria vida vijay vikas viktor viktoria vikram vince vincent vincenzo "
    "viola violet virginia vishal vivek vivian viviane vladimir volker wade walter wanda warren wayne wendy werner "
    "wesley whitney wiebke wiktor wilhelm will willem william willy winston wojciech wolfgang xavier yael yan yann "
    "yannick yara yasmin yasmine yolanda yosef youssef yuki yuko yulia yusuf yves yvette yvonne zachary zainab zara "
    "zdenek zelda zoe zofia zoltan zsofia zuzana"
)

#: Names of which people have just one, in Indonesia and the south of India, and given names of the Pacific: where such
#: a name stands alone it is complete.
SINGLE_NAMES = word_set(
    "sutrisno suharto sukarno suparman supriyadi sugiarto sudirman suyanto sumarno sulistyo suryadi sutanto suwarno "
    "slamet bambang joko budi agus dewi sri wahyu eko dwi tri yudi hendra rudi yanto wawan asep dedi heru iwan rini "
    "wayan made nyoman ketut gede komang kadek putu nengah ngurah kusuma suardi sukma indra bayu aditya galih "
    "ramanujam venkatesh murugan selvam balaji senthil arumugam palani kumaran saravanan karthikeyan subramanian "
    "meenakshi lakshmi kavitha sangeetha malathi revathi bhuvana janaki vasanthi thiruvengadam narayanan "
    "kaiulani leilani kealoha makoa keanu nalani kalani kaleo mahina sione tevita viliami mele seini"
)

#: Short forms, for names in brackets.
NICKNAMES = word_set(
    "abe ade al alec ally ange ari babs bas bec bee bel bernie bertie bex bibi biff billie bo bobbie bri buck bud cam "
    "cat char chaz chip chrissy cj coco con deb dee dex di dick dolly dom dot drew duke ed effie ella elle em ernie "
    "fay flo fran frankie gab gabby gene gerry gigi ginny gus hank hattie izzy jackie jax jem jess jj jo jojo joni "
    "josie jp jules kai kat kath katya kel kenny kit kitty kris kt larry len lenny leo lex lia lily lin lise liv lola "
    "lolo lori lottie luz mac mack mads mag mandy marge margo marnie matty maz meg mel mick mickey mikey mil millie "
    "mimi minnie misha mitzi nan nat ned nell nic nicky nico nik niki nikki norm ollie oz pat patsy patti pepe pete "
    "pip polly rae ram reg rich richie robbie rolf ron ronnie rosie roz russ sal sammy sandie shaz sid sly sofi sonny "
    "stef steph stevie sunny susie suz tabby tad tash teddy tess tex theo tia tibo tj tod tori tre trey trina trixie "
    "val vi vic viv wes whit will xan yas zac zack zed zeke zo"
)

#: Given names that with another one make one compound name, where a surname still follows.
COMPOUND_FIRST = word_set(
    "maria jose juan ana luis luisa carlos miguel marie jean anne anna mary rosa pedro francisco jorge victor jesus "
    "lucia carmen laura marta joao paulo luiz antonio gian pier karl hans klaus heinz ann sarah marco eva billy jo "
    "julia paula andrea manuel rafael daniel diego fernando ricardo ruth silvia martha claudia gloria blanca isabel "
    "pablo angel alba sofia"
)
COMPOUND_SECOND = word_set(
    "jose maria luis luisa carlos pablo angel antonio manuel fernanda jesus ignacio javier alberto eduardo enrique "
    "fernando andres felipe miguel isabel teresa elena carmen luz paz mar pilar cristina laura beatriz mercedes "
    "dolores eugenia victoria gabriela camila alejandra claire pierre paul louis luc marc claude michel philippe "
    "jacques christophe francois noel yves baptiste sophie laure charlotte lise france louise chantal helene cecile "
    "francoise therese jane kate beth ellen marie paulo pedro guilherme henrique vitor paola lucia belen jo ann lou "
    "bob peter dieter heinz jurgen josef mateo sebastian david rafael emilio ramon daniela valentina patricia clara "
    "rosa julia sofia inés ines rocio soledad"
)
#: The languages in which a second given name is middle, not part: not compounded unless the pair is one of these.
COMPOUND_ENGLISH = word_set(
    "maryann maryjane marykate marybeth maryellen marylou maryjo sarahjane annmarie annemarie billybob bettylou jolynn "
    "annasophie annsophie annelise evamaria annalena hanspeter karlheinz hansjurgen hansdieter klauspeter"
)
#: Words that begin a compound name and never stand alone.
NAME_OPENERS = word_set("abdul abdel abd abdal abu abou umm mohd md muhd siti nur")
#: What stands between a name and the father's.
PATRONYMIC_LINKS = word_set("bin binti bint ibn ben binte so do ap verch")

#: Particles of surnames; written small inside a name.
PARTICLES = word_set(
    "van von der den de del della delle di da das dos do du la las los le ten ter te zu zum zur af av y e vom 't el al "
    "bin binti bint ibn ben op degli dalla"
)

#: East Asian family names that are hardly ever given names ...
FAMILY_FIRST = word_set(
    "zhang wang liu chen yang huang zhao zhou xu zhu guo gao luo zheng liang xie tang deng feng cao peng zeng xiao "
    "tian dong pan yuan cai jiang du ye cheng su lv ding ren shen yao lu jiang cui zhong tan wan fan shi liao jia qin "
    "xiong meng qiu hou xue lei duan hao kong mao qian tao dai gu mo wen bai chang chan cheung wong leung lau kwok ng "
    "chow tsang tse yip lam cheng chiu chung fung hui kwan mak poon siu szeto yeung yuen ho tsai hsu hsieh chang "
    "chiang kuo tsao teng kim lee park choi jung jeong kang cho yoon jang lim han oh seo shin kwon hwang ahn song ryu "
    "hong jeon moon yang bae baek heo nam noh roh yoo chung chun ko sohn koo nguyen tran le pham hoang huynh phan vu "
    "vo dang bui do ho ngo duong ly dinh doan luong truong trinh sato suzuki takahashi tanaka watanabe ito yamamoto "
    "nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu yamazaki mori abe "
    "ikeda hashimoto yamashita ishikawa nakajima maeda fujita ogawa goto okada hasegawa murakami kondo ishii saito "
    "sakamoto endo aoki fujii nishimura fukuda ota miura fujiwara okamoto matsuda nakagawa nakano harada ono tamura "
    "takeuchi nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos "
    "meszaros olah racz fekete szilagyi"
)
#: ... and such as are either.
FAMILY_OR_GIVEN = word_set(
    "li wu sun ma hu he lin yu jin wei jun yi ming yan ning long ping fang an lu mai xin min jian hua ning kai qi jing "
    "ying yun tong hong ling mei rong rui ruan bo bin chao gang hai hang jie lan lei li na nan peng qing ran shan ting "
    "tong xia xiang yang yong yue zhen zhi ha thanh anh linh minh duc tam kelly dan lan mai van thi son quan ngoc "
    "khanh sung jae joon"
)

#: Titles that go with the surname, as they are written; Sir and Dame go with the given name.
TITLES = {
    "dr": "Dr.",
    "doctor": "Doctor",
    "doktor": "Dr.",
    "dra": "Dra.",
    "dring": "Dr.",
    "drmed": "Dr.",
    "drphil": "Dr.",
    "prof": "Prof.",
    "professor": "Professor",
    "profdr": "Prof.",
    "univprof": "Prof.",
    "aplprof": "Prof.",
    "univprofdr": "Prof.",
    "professorin": "Prof.",
    "mr": "Mr.",
    "mister": "Mr.",
    "ms": "Ms.",
    "mrs": "Mrs.",
    "miss": "Miss",
    "mx": "Mx.",
    "rev": "Rev.",
    "herr": "Herr",
    "frau": "Frau",
    "mme": "Mme",
    "madame": "Madame",
    "monsieur": "Monsieur",
    "mlle": "Mlle",
    "sr": "Sr.",
    "sra": "Sra.",
    "srta": "Srta.",
    "dott": "Dott.",
    "dottssa": "Dott.ssa",
    "hon": "Hon.",
    "capt": "Capt.",
    "col": "Col.",
    "sgt": "Sgt.",
    "lt": "Lt.",
    "maj": "Maj.",
    "gen": "Gen.",
    "rabbi": "Rabbi",
    "imam": "Imam",
    "pastor": "Pastor",
    "sheikh": "Sheikh",
    "sir": "Sir",
    "dame": "Dame",
}
#: By these one is greeted with the given name.
GIVEN_TITLES = frozenset({"Sir", "Dame"})
#: Degrees and offices in front of a name that are no address.
DROPPED_TITLES = word_set(
    "dipling diplinf diplkfm diplkffr dipl ing mag mgr bc phdr mudr judr rndr med phil rer nat habil iur eng "
    "engr ir drs lic arq cpa ca adv cons drhc hc dent vet pharm jur oec pol soc agr assoc asst "
    "emeritus emerita mult msc bsc mba phd pd priv doz univ"
)
#: Letters after a name.
SUFFIXES = word_set(
    "jr sr ii iii iv phd md mba msc bsc ma ba ms bs mfa jd llm llb llp esq cpa cfa cfp pmp pe peng rn bsn msn np dds "
    "dvm do edd dphil dsc scd mphil meng beng bcom mcom bba mpa mph msw lcsw lmft phr sphr shrmcp shrmscp cissp cisa "
    "cism csm cspo pspo psm frsa frs fcca acca aca cima mcipd fcipd assoccipd obe mbe cbe kbe qc kc cipd ceng mimeche "
    "fibms gphr aia riba leed raap ret hons pgce pgdip dipl hrm itil prince2 ccna aws cbap rpa pharmd psyd od rph facs "
    "faan fache pt dpt ot otr mr "
    "mbbs mbchb bds mrcp frcp mrcs frcs mrcgp frcgp mrcpsych frcpsych rgn rmn dnp fnp aprn"
)
