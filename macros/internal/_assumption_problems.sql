{% macro _assumption_problems(relation, columns, path) %}
    {#- One sentence per assumption with a name that SQL cannot use, that is declared twice, or that lacks a
        number its distribution needs. -#}
    {%- set needs = {
        'fixed': ['mode'], 'uniform': ['low', 'high'], 'triangular': ['low', 'mode', 'high'],
        'normal': ['low', 'mode', 'high'], 'lognormal': ['low', 'high'], 'beta': ['low', 'mode', 'high'],
    } -%}
    {%- set query -%}
        select
            use_case,
            name,
            {%- for column in ['distribution', 'low', 'mode', 'high'] %}
            {{ column if column in columns else 'null as ' ~ column }},
            {%- endfor %}
            row_number() over (partition by use_case, lower(name) order by name) as occurrence
        from {{ relation }}
        order by use_case, name, occurrence
    {%- endset -%}
    {%- set problems = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- set place = path ~ '.' ~ row['use_case'] ~ '.' ~ row['name'] -%}
        {%- set distribution = row['distribution'] or 'fixed' -%}
        {%- if not modules.re.fullmatch('[a-z][a-z0-9_]*', row['name'] or '') -%}
            {%- do problems.append(place ~ ': ' ~ assay._name_rule()) -%}
        {%- elif row['occurrence'] == 2 -%}
            {%- do problems.append(place ~ ': declared more than once') -%}
        {%- endif -%}
        {%- for number in needs.get(distribution, []) if row[number] is none -%}
            {%- do problems.append(place ~ '.' ~ number ~ ': missing; distribution ' ~ distribution ~ ' needs it') -%}
        {%- endfor -%}
        {%- if distribution == 'lognormal' and row['low'] is not none and row['low'] <= 0 -%}
            {%- do problems.append(place ~ '.low: must be more than 0; distribution lognormal needs it') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
