{#- Numbers 119 and 120 repeat what is known of 117 and 118: four people are alike in pairs, all
    others are unique on birth year, sex and postcode. -#}
{%- set given = [
    'Ada', 'Bruno', 'Chen', 'Dilan', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam',
] -%}
{%- set family = [
    'Adler', 'Brandt', 'Costa', 'Demir', 'Evans', 'Fischer', 'Gruber', 'Haas', 'Ito', 'Jansen',
] -%}
with

numbered as (
    select {{ assay.integer_rows(1, 120) }} as operator_number
),

described as (
    select
        operator_number,
        '+49 711 555 0' || lpad(cast(operator_number as string), 3, '0') as phone,
        case when operator_number > 118 then operator_number - 2 else operator_number end
            as twin_number,
        case operator_number % 12
            {%- for name in given %}
            when {{ loop.index0 }} then '{{ name }}'
            {%- endfor %}
        end as given_name,
        case cast(floor((operator_number - 1) / cast(12 as double)) as integer)
            {%- for name in family %}
            when {{ loop.index0 }} then '{{ name }}'
            {%- endfor %}
        end as family_name
    from numbered
),

operators as (
    select
        'OP' || lpad(cast(operator_number as string), 3, '0') as operator_id,
        given_name || ' ' || family_name as operator_name,
        lower(given_name) || '.' || lower(family_name) || '@fab.example' as operator_email,
        case when twin_number % 2 = 0 then 'F' else 'M' end as sex,
        cast(70100 + 100 * (twin_number % 5) + twin_number % 29 as string) as postcode,
        case when operator_number <= 60 then 'day' else 'night' end as shift,
        case operator_number % 10
            when 3 then 'Call ' || given_name || ' on ' || phone || ' before changing the shift.'
            when 7 then 'Asked for a second training on the polisher.'
        end as note,
        1960 + twin_number * 11 % 40 as birth_year,
        operator_number
    from described
)

select * from operators
