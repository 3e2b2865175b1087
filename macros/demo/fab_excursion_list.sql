{% macro fab_excursion_list() %}
    {#- Times when one chamber made defects: a wafer whose step started there between the two days has
        `log_density` more defects (natural logarithm), and `sensor` (1 to 4) reads three standard
        deviations too high. Excursions without a sensor are silent: no reading shows them. -#}
    {%- set columns = ['excursion', 'step', 'tool', 'chamber', 'from_day', 'to_day', 'log_density', 'sensor'] -%}
    {%- set values = [
        ['etch endpoint', 3, 2, 1, 60, 78, 1.0, 3],
        ['polishing downforce', 7, 1, 3, 150, 166, 0.9, 1],
        ['deposition seal', 6, 3, 2, 230, 248, 1.0, none],
        ['lithography focus', 2, 1, 1, 300, 316, 0.8, 2],
        ['anneal soak', 4, 2, 3, 380, 396, 0.9, 3],
        ['contact residue', 5, 3, 1, 455, 473, 1.0, none],
    ] -%}
    {%- set excursions = [] -%}
    {%- for row in values -%}
        {%- set excursion = dict(zip(columns, row)) -%}
        {%- set step = assay.fab_step_list()[excursion.step - 1] -%}
        {%- do excursion.update({
            'step_name': step.name,
            'chamber_id': step.code ~ '-' ~ excursion.tool ~ 'ABC'[excursion.chamber - 1],
            'signature': 3.0 if excursion.sensor else none,
            'condition': '(' ~ step.name ~ '_tool = ' ~ excursion.tool ~ ' and ' ~ step.name ~ '_chamber = '
                ~ excursion.chamber ~ ' and ' ~ step.name ~ '_day >= ' ~ excursion.from_day ~ ' and '
                ~ step.name ~ '_day < ' ~ excursion.to_day ~ ')',
        }) -%}
        {%- do excursions.append(excursion) -%}
    {%- endfor -%}
    {{ return(excursions) }}
{% endmacro %}
